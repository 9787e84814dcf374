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

    /// <summary>
    /// Says what becomes of a record with which the operator's function throws; without it the job fails. For a function of
    /// <c>Process</c>, and for windows, joins and all else that is made of them, it is as if that record had never come: what was emitted for
    /// it, and state and timers of its key that were changed, are taken back. Fields of the function, broadcast state and what a FlatMap
    /// emitted before it threw stay. It is about records: a timer that throws fails the job.
    /// </summary>
    /// <exception cref="InvalidJobException">The operator is a source.</exception>
    public OperatorStream<T> OnError(ErrorHandling handling)
    {
        OperatorSettings.SetErrorHandling(_transformation, handling);
        return this;
    }

    /// <summary>
    /// Sends a record with which the operator's function throws to a side output, with the exception, instead of failing the job; what it
    /// had done for that record is taken back as <see cref="OnError(ErrorHandling)"/> says. It is about records: a timer that throws fails
    /// the job. An operator over two streams of different types may have one for each.
    /// </summary>
    /// <typeparam name="TIn">The type of the records that come in.</typeparam>
    /// <exception cref="InvalidJobException">The operator is a source, or has no input of such records.</exception>
    /// <example><code>
    /// var broken = new OutputTag&lt;FailedRecord&lt;string>>("broken");
    /// var numbers = lines.Map(line => long.Parse(line)).OnError(broken);
    /// var unreadable = numbers.SideOutput(broken);
    /// </code></example>
    public OperatorStream<T> OnError<TIn>(OutputTag<FailedRecord<TIn>> tag)
    {
        OperatorSettings.AddErrorOutput(_transformation, typeof(TIn), tag);
        return this;
    }

    /// <summary>The records that the operator's function puts into a side output, or with which it threw, by <see cref="OnError{TIn}"/>.</summary>
    /// <exception cref="InvalidJobException">The operator has no function that could put any there.</exception>
    public DataStream<TSide> SideOutput<TSide>(OutputTag<TSide> tag)
    {
        if (!_transformation.HasSideOutputs && !_transformation.ErrorOutputs.Any(o => o.Name == tag.Name))
        {
            throw new InvalidJobException(
                $"The {_transformation.Kind} at {_transformation.CallSite} has no side output '{tag.Name}': only the functions of Process put out into one, and OnError any operator.");
        }

        return new DataStream<TSide>(Environment, [new StreamInput<TSide>(_transformation, tag, new ForwardPartitioning<TSide>())]);
    }
}
