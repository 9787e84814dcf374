using Millrace.Transformations;

namespace Millrace;

/// <summary>The output of one operator, which can still be named, identified and given a parallelism.</summary>
public class OperatorStream<T> : DataStream<T>
{
    private readonly Transformation<T> _transformation;

    internal OperatorStream(StreamEnvironment env, Transformation<T> transformation)
        : base(env, [new StreamInput<T>(transformation, new ForwardPartitioning<T>())]) => _transformation = transformation;

    /// <summary>Gives the operator the id by which a checkpoint finds its state.</summary>
    public OperatorStream<T> Uid(string uid)
    {
        OperatorSettings.SetUid(_transformation, uid);
        return this;
    }

    /// <summary>Gives the operator a name for people.</summary>
    public OperatorStream<T> Name(string name)
    {
        OperatorSettings.SetName(_transformation, name);
        return this;
    }

    /// <summary>Gives the operator a parallelism other than the job's.</summary>
    /// <exception cref="InvalidJobException">It is less than 1.</exception>
    public OperatorStream<T> Parallelism(int parallelism)
    {
        OperatorSettings.SetParallelism(_transformation, parallelism);
        return this;
    }

    /// <summary>The records that the operator's function puts into a side output.</summary>
    /// <exception cref="InvalidJobException">The operator has no function that could put any there.</exception>
    public DataStream<TSide> SideOutput<TSide>(OutputTag<TSide> tag)
    {
        if (!_transformation.HasSideOutputs)
        {
            throw new InvalidJobException(
                $"The {_transformation.Kind} at {_transformation.CallSite} has no side output '{tag.Name}': only the functions of Process put out into one.");
        }

        return new DataStream<TSide>(Environment, [new StreamInput<TSide>(_transformation, tag, new ForwardPartitioning<TSide>())]);
    }
}
