using Millrace.Core.Graph;

namespace Millrace.Core.Watermarks;

/// <summary>
/// The lowest watermark of each group of sources that keep near to each other, of one attempt. Nothing is said before every subtask has
/// reported: one that is not heard of may be the lowest.
/// </summary>
/// <param name="subtasks">The attempt's subtasks.</param>
public sealed class AlignmentGroups(IEnumerable<SubtaskId> subtasks)
{
    private readonly HashSet<SubtaskId> _unheard = [.. subtasks];
    private readonly Dictionary<SubtaskId, AlignedWatermark> _watermarks = [];

    /// <summary>Whether some source waits for others.</summary>
    public bool IsAny => _watermarks.Count > 0;

    /// <summary>Takes what a running subtask has reported; null where it aligns with none.</summary>
    public void Take(SubtaskId subtask, AlignedWatermark? watermark)
    {
        _unheard.Remove(subtask);
        if (watermark is { } aligned) _watermarks[subtask] = aligned;
    }

    /// <summary>Each group's lowest watermark in milliseconds, the highest number where all of it is idle or has ended.</summary>
    public IReadOnlyDictionary<string, long> Lowest() => _unheard.Count > 0
        ? new Dictionary<string, long>()
        : _watermarks.Values.GroupBy(static w => w.Group, static w => w.Watermark, StringComparer.Ordinal)
            .ToDictionary(static g => g.Key, static g => g.Min(), StringComparer.Ordinal);
}
