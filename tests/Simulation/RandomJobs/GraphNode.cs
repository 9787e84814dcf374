namespace Millrace.Simulation.Tests.RandomJobs;

/// <summary>The operation of a node in a random graph.</summary>
internal enum NodeKind
{
    Source,
    Map,
    Rekey,
    Filter,
    FlatMap,
    Collect,
    Process,
    Known,
    Split,
    Guarded,
    Side,
    Merge,
    Count,
    Distinct,
    Total,
    Pair,
    Lookup,
    Delay,
    Forget,
    Window,
    Tumbling,
    Sliding,
    Session,
    Interval,
    WindowJoin,
    Temporal,
    Top,
    TableJoin,
    Late,
    LateSession,
    Triggered,
    Reduce,
    ExactlyOnceSink,
    AtLeastOnceSink,
}

/// <summary>How a node's input is partitioned.</summary>
internal enum Exchange
{
    Forward,
    Rebalance,
    Custom,
    Broadcast,
}

/// <summary>A node of a random graph.</summary>
/// <param name="Id">Its position in the graph; inputs have lower ones.</param>
/// <param name="Kind">Its operation.</param>
/// <param name="Inputs">The nodes its records come from; several are a union.</param>
/// <param name="Number">Makes nodes of one kind differ.</param>
/// <param name="Parallelism">Fixed where above 0, the job's where 0, redrawn at each start where below.</param>
/// <param name="IsTimed">Whether its records' timestamps are their event times, and none is late.</param>
/// <param name="IsStamped">Whether its records' timestamps are their event times, and some may be late.</param>
internal sealed record GraphNode(
    int Id, NodeKind Kind, IReadOnlyList<(int From, Exchange Exchange)> Inputs, int Number, int Parallelism, bool IsTimed, bool IsStamped)
{
    public bool HasUid => Number % 2 == 0;

    /// <summary>Whether it has two separate input streams.</summary>
    public bool HasTwoInputs => Kind is NodeKind.Merge or NodeKind.Pair or NodeKind.Lookup or NodeKind.Interval or NodeKind.WindowJoin or NodeKind.Temporal or NodeKind.TableJoin;

    /// <summary>Whether it uses event time, and gets no late record.</summary>
    public bool NeedsTime => Kind is NodeKind.Window or NodeKind.Tumbling or NodeKind.Sliding or NodeKind.Session or NodeKind.Interval
        or NodeKind.WindowJoin or NodeKind.Temporal or NodeKind.Triggered;

    /// <summary>Whether it uses event time, and may get late records.</summary>
    public bool TakesLate => Kind is NodeKind.Late or NodeKind.LateSession;

    /// <summary>
    /// Whether it emits results when event time has come so far, or to its end: a drain that fails after that has made it emit those of part of the
    /// input, which an at-least-once sink shows for good. Flink shows the same.
    /// </summary>
    public bool WaitsForTime => NeedsTime || Kind is NodeKind.Total or NodeKind.Lookup or NodeKind.Top or NodeKind.TableJoin;

    /// <summary>Whether its output depends on the order of arrival, so that only its own sink can be checked.</summary>
    public bool HasOwnSink => Kind is NodeKind.Reduce or NodeKind.Late or NodeKind.LateSession or NodeKind.Triggered;

    /// <summary>Whether its input is keyed, so that the exchange does not matter.</summary>
    public bool IsKeyed => Kind is >= NodeKind.Count and <= NodeKind.Reduce;

    /// <summary>Whether it has a side output.</summary>
    public bool HasSide => Kind is NodeKind.Split or NodeKind.Guarded;

    public bool IsSink => Kind is NodeKind.ExactlyOnceSink or NodeKind.AtLeastOnceSink;
}
