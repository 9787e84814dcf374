using Millrace.Core.Graph;

namespace Millrace.Core.Watermarks;

/// <summary>
/// The lowest watermark of each alignment group of one attempt. Nothing is reported before every subtask has reported: a missing one may be the
/// lowest.
/// </summary>
/// <param name="subtasks">The attempt's subtasks.</param>
public sealed class AlignmentGroups(IEnumerable<SubtaskId> subtasks)
{
    private readonly HashSet<SubtaskId> _unheard = [.. subtasks];
    private readonly Dictionary<SubtaskId, AlignedWatermark> _watermarks = [];

    /// <summary>Whether any source is aligned with others.</summary>
    public bool IsAny => _watermarks.Count > 0;

    /// <summary>Takes the report of a running subtask; null if it is not aligned with any other.</summary>
    public void Take(SubtaskId subtask, AlignedWatermark? watermark)
    {
        _unheard.Remove(subtask);
        if (watermark is { } aligned) _watermarks[subtask] = aligned;
    }

    /// <summary>Returns each group's lowest watermark in milliseconds; <see cref="long.MaxValue"/> if all of it is idle or has ended.</summary>
    public IReadOnlyDictionary<string, long> Lowest() => _unheard.Count > 0
        ? new Dictionary<string, long>()
        : _watermarks.Values.GroupBy(static w => w.Group, static w => w.Watermark, StringComparer.Ordinal)
            .ToDictionary(static g => g.Key, static g => g.Min(), StringComparer.Ordinal);
}
