using Millrace.Core.Graph;

namespace Millrace.Runtime.Tasks;

/// <summary>Where a task is, for failure messages and for threads that wait for it.</summary>
internal sealed partial class StreamTask
{
    /// <summary>The running operator, or null; may be read from another thread, which then sees a momentary value.</summary>
    public JobOperator? AtWork => OperatorAt(_chain.Position.Operator);

    /// <summary>Where the task is: read when it has thrown an exception.</summary>
    public FailureSite Site => new(OperatorAt(_chain.Position.Operator), RecordAtHand());

    private JobOperator? OperatorAt(int place)
    {
        var all = _chain.Descriptions;
        if (place < all.Count) return place < 0 ? null : all[place];
        return all[^1] with { Name = $"the partitioning of {all[^1].Name}'s output", Role = OperatorRole.Stateless };
    }

    private string RecordAtHand()
    {
        foreach (var op in _chain.Operators)
        {
            if (op.AtHand is { } other) return other;
        }

        return _batch.Describe() ?? _chain.Source?.Describe() ?? "";
    }
}
