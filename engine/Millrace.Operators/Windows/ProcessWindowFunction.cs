namespace Millrace;

/// <summary>
/// Computes results from all records of a window, in arrival order; if sessions were merged, the records of one session follow those of the other,
/// each in arrival order. The records are kept until then; an aggregate function needs less state. It may declare state in instance fields: for the
/// key, such as a <see cref="ValueState{T}"/>, and for the window, such as a <see cref="WindowValueState{T}"/>.
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
    /// <param name="elements">The window's records, read from state as they are enumerated; valid only during the call.</param>
    /// <param name="output">Takes the results, with the window's last millisecond as their timestamp.</param>
    public abstract void Process(WindowContext<TKey> context, IEnumerable<T> elements, ICollector<TOut> output);
}
