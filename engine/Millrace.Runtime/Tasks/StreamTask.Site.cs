using Millrace.Core.Graph;
using Millrace.Runtime.Receivers;

namespace Millrace.Runtime.Tasks;

/// <summary>Where a task is, for the message of a failure and for those who wait for it.</summary>
internal sealed partial class StreamTask
{
    /// <summary>The operator at work, or null; another thread may ask, and hears of a moment.</summary>
    public JobOperator? AtWork => OperatorAt(_chain.Position.Operator);

    /// <summary>Where the task is: asked when an exception has left it.</summary>
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
