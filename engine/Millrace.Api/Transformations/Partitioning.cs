namespace Millrace.Transformations;

/// <summary>How records travel from the subtasks of one operator to those of the next.</summary>
public abstract class Partitioning<T>
{
    private protected Partitioning() { }

    /// <summary>The name of this kind in the printed graph.</summary>
    public abstract string Kind { get; }

    /// <summary>Calls the visitor's method for this kind.</summary>
    public abstract TResult Accept<TResult>(IPartitioningVisitor<T, TResult> visitor);
}

/// <summary>A visitor with one generic method for each kind of partitioning.</summary>
public interface IPartitioningVisitor<T, out TResult>
{
    /// <summary>Visits a forward edge: each record to the subtask with the same index, or round-robin if the parallelisms differ.</summary>
    TResult VisitForward(ForwardPartitioning<T> partitioning);

    /// <summary>Visits a round-robin edge.</summary>
    TResult VisitRebalance(RebalancePartitioning<T> partitioning);

    /// <summary>Visits a broadcast edge: every record to every subtask.</summary>
    TResult VisitBroadcast(BroadcastPartitioning<T> partitioning);

    /// <summary>Visits an edge on which a user's function chooses the subtask.</summary>
    TResult VisitCustom(CustomPartitioning<T> partitioning);

    /// <summary>Visits a keyed edge: each record to the owner of its key's key group.</summary>
    TResult VisitKeyed<TKey>(KeyedPartitioning<TKey, T> partitioning);
}

/// <summary>Sends records to the subtask with the same index.</summary>
public sealed class ForwardPartitioning<T> : Partitioning<T>
{
    /// <inheritdoc/>
    public override string Kind => "forward";

    /// <inheritdoc/>
    public override TResult Accept<TResult>(IPartitioningVisitor<T, TResult> visitor) => visitor.VisitForward(this);
}

/// <summary>Distributes records round-robin.</summary>
public sealed class RebalancePartitioning<T> : Partitioning<T>
{
    /// <inheritdoc/>
    public override string Kind => "rebalance";

    /// <inheritdoc/>
    public override TResult Accept<TResult>(IPartitioningVisitor<T, TResult> visitor) => visitor.VisitRebalance(this);
}

/// <summary>Sends every record to every subtask.</summary>
public sealed class BroadcastPartitioning<T> : Partitioning<T>
{
    /// <inheritdoc/>
    public override string Kind => "broadcast";

    /// <inheritdoc/>
    public override TResult Accept<TResult>(IPartitioningVisitor<T, TResult> visitor) => visitor.VisitBroadcast(this);
}

/// <summary>Sends records to the subtask that a user's function chooses.</summary>
public sealed class CustomPartitioning<T>(Func<T, int, int> partition, string callSite) : Partitioning<T>
{
    /// <summary>Returns a subtask's index for a record and the number of subtasks.</summary>
    public Func<T, int, int> Partition { get; } = partition;

    /// <summary>Where <c>PartitionBy</c> was called, for messages.</summary>
    public string CallSite { get; } = callSite;

    /// <inheritdoc/>
    public override string Kind => "custom";

    /// <inheritdoc/>
    public override TResult Accept<TResult>(IPartitioningVisitor<T, TResult> visitor) => visitor.VisitCustom(this);
}

/// <summary>Sends records to the owner of the key's key group.</summary>
public sealed class KeyedPartitioning<TKey, T>(Func<T, TKey> keyOf, string callSite) : Partitioning<T>
{
    /// <summary>Returns the key of a record.</summary>
    public Func<T, TKey> KeyOf { get; } = keyOf;

    /// <summary>Where <c>KeyBy</c> was called, for messages.</summary>
    public string CallSite { get; } = callSite;

    /// <inheritdoc/>
    public override string Kind => "key";

    /// <inheritdoc/>
    public override TResult Accept<TResult>(IPartitioningVisitor<T, TResult> visitor) => visitor.VisitKeyed(this);
}
