using Millrace.Transformations;

namespace Millrace;

/// <summary>A sink in a definition, whose name, id and parallelism can still be set.</summary>
public sealed class StreamSink
{
    private readonly Transformation _transformation;

    internal StreamSink(Transformation transformation) => _transformation = transformation;

    /// <summary>Sets the id by which a checkpoint identifies the sink's epochs: 1 to 200 characters, none of them a control character.</summary>
    /// <exception cref="InvalidJobException">It is empty or too long, or has a control character.</exception>
    public StreamSink Uid(string uid)
    {
        OperatorSettings.SetUid(_transformation, uid);
        return this;
    }

    /// <summary>Sets the sink's display name: 1 to 200 characters, none of them a control character.</summary>
    /// <exception cref="InvalidJobException">It is empty or too long, or has a control character.</exception>
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
