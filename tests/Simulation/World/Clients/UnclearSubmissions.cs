using Millrace.JobManager.Dispatching;

namespace Millrace.Simulation.Tests.World.Clients;

/// <summary>
/// The submissions of a job whose outcome its user was not told: each may come to run later. Given again under its id, one is answered with what became of it;
/// a submission under another id may be refused because the job runs, if it runs by one of these.
/// </summary>
internal sealed class UnclearSubmissions
{
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly HashSet<string> _blamed = new(StringComparer.Ordinal);

    /// <summary>The first breach, or null.</summary>
    public string? Breach { get; private set; }

    /// <summary>The outcome of a submission is not known.</summary>
    /// <param name="command">Its id; empty for none.</param>
    public void Add(string command) => _ids.Add(command);

    /// <summary>The job is known to have come to run: what any other submission still does is void.</summary>
    public void Clear() => _ids.Clear();

    /// <summary>A submission was refused because the job runs.</summary>
    /// <param name="command">Its id; empty for none.</param>
    /// <returns>Whether another one may be the reason; which one, the job shows.</returns>
    public bool MayExplain(string command)
    {
        _blamed.UnionWith(_ids.Where(id => id != command || id.Length == 0));
        return _blamed.Count > 0;
    }

    /// <summary>The user sees which job there is.</summary>
    public void Look(JobStatus job)
    {
        if (_blamed.Count > 0 && !_blamed.Contains(job.Record.Command))
            Breach ??= $"A submission was refused because job {job.Id} ran, and it was by none of {string.Join(", ", _blamed)} but by '{job.Record.Command}'.";
        _blamed.Clear();
    }
}
