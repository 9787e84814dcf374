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
    private readonly HashSet<SubtaskId> _ended = [];
    private readonly Dictionary<SubtaskId, AlignedWatermark> _watermarks = [];

    /// <summary>The sources that are aligned with others and have not ended.</summary>
    public IEnumerable<SubtaskId> Reading => _watermarks.Keys.Where(s => !_ended.Contains(s));

    /// <summary>A subtask begins anew, and has reported nothing yet.</summary>
    public void Begin(SubtaskId subtask)
    {
        _unheard.Add(subtask);
        _ended.Remove(subtask);
        _watermarks.Remove(subtask);
    }

    /// <summary>Takes the report of a running subtask; null if it is not aligned with any other.</summary>
    public void Take(SubtaskId subtask, AlignedWatermark? watermark)
    {
        _unheard.Remove(subtask);
        if (watermark is not { } aligned) return;
        // An older report may come after the end.
        _watermarks[subtask] = _ended.Contains(subtask) ? aligned with { Watermark = long.MaxValue } : aligned;
    }

    /// <summary>A subtask has processed all its input: it holds back no other.</summary>
    public void End(SubtaskId subtask)
    {
        _ended.Add(subtask);
        if (_watermarks.TryGetValue(subtask, out var last)) Take(subtask, last);
    }

    /// <summary>Returns each group's lowest watermark in milliseconds; <see cref="long.MaxValue"/> if all of it is idle or has ended.</summary>
    public IReadOnlyDictionary<string, long> Lowest() => _unheard.Count > 0
        ? new Dictionary<string, long>()
        : _watermarks.Values.GroupBy(static w => w.Group, static w => w.Watermark, StringComparer.Ordinal)
            .ToDictionary(static g => g.Key, static g => g.Min(), StringComparer.Ordinal);
}
