using Millrace.Transformations;

namespace Millrace;

/// <summary>A sink in a definition, which can still be named, identified and given a parallelism.</summary>
public sealed class StreamSink
{
    private readonly Transformation _transformation;

    internal StreamSink(Transformation transformation) => _transformation = transformation;

    /// <summary>Gives the sink the id by which a checkpoint finds its epochs.</summary>
    public StreamSink Uid(string uid)
    {
        OperatorSettings.SetUid(_transformation, uid);
        return this;
    }

    /// <summary>Gives the sink a name for people.</summary>
    public StreamSink Name(string name)
    {
        OperatorSettings.SetName(_transformation, name);
        return this;
    }

    /// <summary>Gives the sink a parallelism other than the job's.</summary>
    /// <exception cref="InvalidJobException">It is less than 1.</exception>
    public StreamSink Parallelism(int parallelism)
    {
        OperatorSettings.SetParallelism(_transformation, parallelism);
        return this;
    }
}
