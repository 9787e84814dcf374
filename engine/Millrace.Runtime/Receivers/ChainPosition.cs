namespace Millrace.Runtime.Receivers;

/// <summary>
/// The running operator of a chain, so that an exception can be given its name: a chain is one loop, and the stack trace does not
/// show what was inlined.
/// </summary>
internal sealed class ChainPosition
{
    /// <summary>No operator: the engine itself is running.</summary>
    public const int None = -1;

    /// <summary>The operator's index in the chain; one past the last for the keys and the partitioning of its output.</summary>
    public int Operator { get; set; } = None;
}
