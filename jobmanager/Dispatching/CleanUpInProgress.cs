namespace Millrace.JobManager.Dispatching;

/// <summary>A clean-up that goes on, job after job.</summary>
/// <param name="ids">The jobs that are to be removed.</param>
internal sealed class CleanUpInProgress(IEnumerable<string> ids)
{
    /// <summary>After so many failures in a row it ends: what fails then is not a job, but the storage.</summary>
    private const int MostFailuresInARow = 3;

    private readonly Queue<string> _left = new(ids);
    private readonly List<string> _removed = [];
    private readonly List<string> _failures = [];
    private int _failedInARow;

    /// <summary>The job that is to be removed next; null where none is.</summary>
    public string? Next() => _failedInARow < MostFailuresInARow && _left.TryDequeue(out var id) ? id : null;

    /// <summary>A job was removed, or could not be.</summary>
    public void Took(string id, Refusal? refusal)
    {
        if (refusal is null) _removed.Add(id);
        else _failures.Add($"Job {id} was not removed: {refusal.Message}");
        _failedInARow = refusal is null ? 0 : _failedInARow + 1;
    }

    /// <summary>Artifacts were deleted, or could not be: what came of it all.</summary>
    public CleanedUp End(Answer<IReadOnlyList<string>> artifacts)
    {
        if (_left.Count > 0) _failures.Add($"{_left.Count} further jobs were not tried, because the last {MostFailuresInARow} could not be removed. Clean up again later.");
        if (artifacts.Refusal is { } refusal) _failures.Add($"Artifacts that no job uses were not deleted: {refusal.Message}");
        return new CleanedUp(_removed, artifacts.Value ?? [], _failures);
    }
}
