namespace Millrace;

/// <summary>
/// Makes results of all records of a window, in the order in which they came; where sessions became one, those of each session in their order,
/// one session after the other. They are kept until then; an aggregate function needs less. It may have state, in instance fields: of the
/// key, such as a <see cref="ValueState{T}"/>, and of the window, such as a <see cref="WindowValueState{T}"/>.
/// </summary>
/// <example><code>
/// public sealed class Changed : ProcessWindowFunction&lt;string, Order, decimal&gt;
/// {
///     private readonly WindowValueState&lt;decimal&gt; _said = new("said");
///
///     public override void Process(WindowContext&lt;string&gt; context, IEnumerable&lt;Order&gt; elements, ICollector&lt;decimal&gt; output)
///     {
///         var sum = elements.Sum(order => order.Amount);
///         output.Collect(sum - _said.Value);
///         _said.Update(sum);
///     }
/// }
/// </code></example>
public abstract class ProcessWindowFunction<TKey, T, TOut> : StreamFunction
{
    /// <summary>Called whenever the window fires.</summary>
    /// <param name="context">The key and the window.</param>
    /// <param name="elements">Its records, read from state as they are enumerated, during the call only.</param>
    /// <param name="output">Takes the results, whose timestamp is the window's last millisecond.</param>
    public abstract void Process(WindowContext<TKey> context, IEnumerable<T> elements, ICollector<TOut> output);
}
