namespace Millrace;

/// <summary>
/// Makes results of all records of a window, in the order in which they came; where sessions became one, those of each session in their order,
/// one session after the other. They are kept until then; an aggregate function needs less.
/// </summary>
public abstract class ProcessWindowFunction<TKey, T, TOut> : StreamFunction
{
    /// <summary>Called whenever the window fires.</summary>
    /// <param name="context">The key and the window.</param>
    /// <param name="elements">Its records, read from state as they are enumerated, during the call only.</param>
    /// <param name="output">Takes the results, whose timestamp is the window's last millisecond.</param>
    public abstract void Process(WindowContext<TKey> context, IEnumerable<T> elements, ICollector<TOut> output);
}
