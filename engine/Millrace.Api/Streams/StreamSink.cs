using Millrace.Transformations;

namespace Millrace;

/// <summary>A sink in a definition, whose name, id and parallelism can still be set.</summary>
public sealed class StreamSink
{
    private readonly Transformation _transformation;

    internal StreamSink(Transformation transformation) => _transformation = transformation;

    /// <summary>Sets the id by which a checkpoint identifies the sink's epochs.</summary>
    public StreamSink Uid(string uid)
    {
        OperatorSettings.SetUid(_transformation, uid);
        return this;
    }

    /// <summary>Sets the sink's display name.</summary>
    public StreamSink Name(string name)
    {
        OperatorSettings.SetName(_transformation, name);
        return this;
    }

    /// <summary>Sets the sink's parallelism, overriding the job's.</summary>
    /// <exception cref="InvalidJobException">The parallelism is less than 1.</exception>
    public StreamSink Parallelism(int parallelism)
    {
        OperatorSettings.SetParallelism(_transformation, parallelism);
        return this;
    }
}
