namespace Millrace.Runtime.Receivers;

/// <summary>
/// Which operator of a chain is at work, so that an exception can be given its name: a chain is one loop, and the stack trace does not
/// show what was inlined.
/// </summary>
internal sealed class ChainPosition
{
    /// <summary>No operator: the engine is at work.</summary>
    public const int None = -1;

    /// <summary>The operator's index in the chain; that of the last and one more for the keys and the partitioning of its output.</summary>
    public int Operator { get; set; } = None;
}
