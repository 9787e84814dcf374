using Millrace.Transformations;

namespace Millrace;

/// <summary>The output of one operator, whose name, id and parallelism can still be set.</summary>
public class OperatorStream<T> : DataStream<T>
{
    private readonly Transformation<T> _transformation;

    internal OperatorStream(StreamEnvironment env, Transformation<T> transformation)
        : base(env, [new StreamInput<T>(transformation, new ForwardPartitioning<T>())]) => _transformation = transformation;

    /// <summary>Sets the id by which a checkpoint identifies the operator's state: 1 to 200 characters, none of them a control character.</summary>
    /// <exception cref="InvalidJobException">It is empty or too long, or has a control character.</exception>
    public OperatorStream<T> Uid(string uid)
    {
        OperatorSettings.SetUid(_transformation, uid);
        return this;
    }

    /// <summary>Sets the operator's display name: 1 to 200 characters, none of them a control character.</summary>
    /// <exception cref="InvalidJobException">It is empty or too long, or has a control character.</exception>
    public OperatorStream<T> Name(string name)
    {
        OperatorSettings.SetName(_transformation, name);
        return this;
    }

    /// <summary>Sets the operator's parallelism, overriding the job's.</summary>
    /// <exception cref="InvalidJobException">The parallelism is less than 1.</exception>
    public OperatorStream<T> Parallelism(int parallelism)
    {
        OperatorSettings.SetParallelism(_transformation, parallelism);
        return this;
    }

    /// <summary>
    /// Sets what happens to a record for which the operator's function throws; by default the job fails. For a function passed to <c>Process</c>,
    /// and for windows, joins and everything else built on it, it is as if the record had never arrived: records emitted for it, and changes to
    /// state and timers of its key, are rolled back. Fields of the function, broadcast state and what a FlatMap emitted before it threw are not.
    /// Applies only to records: a timer that throws fails the job.
    /// </summary>
    /// <exception cref="InvalidJobException">The operator is a source.</exception>
    public OperatorStream<T> OnError(ErrorHandling handling)
    {
        OperatorSettings.SetErrorHandling(_transformation, handling);
        return this;
    }

    /// <summary>
    /// Sends a record for which the operator's function throws to a side output, with the exception, instead of failing the job; the record's
    /// effects are rolled back as described for <see cref="OnError(ErrorHandling)"/>. Applies only to records: a timer that throws fails the job. An
    /// operator over two streams of different types may have one tag for each.
    /// </summary>
    /// <typeparam name="TIn">The type of the input records.</typeparam>
    /// <exception cref="InvalidJobException">The operator is a source, or has no input with records of this type.</exception>
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

    /// <summary>
    /// Returns the records that the operator's function emits to a side output, or for which it threw, by <see cref="OnError{TIn}"/>.
    /// </summary>
    /// <exception cref="InvalidJobException">The operator has no such side output.</exception>
    public DataStream<TSide> SideOutput<TSide>(OutputTag<TSide> tag)
    {
        if (!_transformation.HasSideOutputs && !_transformation.ErrorOutputs.Any(o => o.Name == tag.Name))
        {
            throw new InvalidJobException(
                $"The {_transformation.Kind} at {_transformation.CallSite} has no side output '{tag.Name}': side outputs come from the functions of Process and from OnError.");
        }

        return new DataStream<TSide>(Environment, [new StreamInput<TSide>(_transformation, tag, new ForwardPartitioning<TSide>())]);
    }
}
