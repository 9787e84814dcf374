namespace Millrace.JobManager.Slots;

/// <summary>
/// Tracks which jobs ran on task managers whose processes terminated. A job's code can terminate a process (Environment.Exit, a stack
/// overflow, an exception on its own thread), and nothing reports which job it was: the suspect is one that was there more often than all
/// others. Old entries are forgotten.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class ProcessDeaths(TimeProvider time)
{
    private static readonly TimeSpan s_memory = TimeSpan.FromMinutes(10);

    private readonly HashSet<string> _over = new(StringComparer.Ordinal);
    private readonly List<Death> _deaths = [];

    /// <summary>A job starts to run, or to be planned: only the next process that terminates counts, because the attempt ends with it.</summary>
    public void Began(string job) => _over.Remove(job);

    /// <summary>Adds a terminated process on which these jobs ran or were planned.</summary>
    public void Add(string instance, IEnumerable<string> jobs)
    {
        _deaths.RemoveAll(d => time.GetElapsedTime(d.Since) > s_memory);
        if (jobs.Where(_over.Add).ToList() is { Count: > 0 } ran) _deaths.Add(new Death(instance, time.GetTimestamp(), ran));
    }

    /// <summary>The process is back: it had only been lost.</summary>
    public void TakeBack(string instance) => _deaths.RemoveAll(d => d.Instance == instance);

    /// <summary>
    /// A job is suspected of the ends of all processes on which it ran: they no longer count for the other jobs that ran there, which would
    /// otherwise be suspected next.
    /// </summary>
    public void Blame(string job)
    {
        for (var i = 0; i < _deaths.Count; i++)
        {
            if (_deaths[i].Jobs.Contains(job)) _deaths[i] = _deaths[i] with { Jobs = [job] };
        }
    }

    /// <summary>Returns the number of recently terminated processes on which a job ran.</summary>
    public int CountOf(string job) => _deaths.Count(d => d.Jobs.Contains(job) && time.GetElapsedTime(d.Since) <= s_memory);

    /// <summary>Returns what the end of a process, added before, suggests about a job that ran on it.</summary>
    public ProcessSuspicion Of(string job, string instance)
    {
        var others = _deaths.Where(d => d.Instance == instance).SelectMany(static d => d.Jobs).Where(j => j != job).Distinct(StringComparer.Ordinal).ToList();
        var count = CountOf(job);
        return new ProcessSuspicion(count, count >= ProcessSuspicion.Few && others.TrueForAll(o => CountOf(o) < count), others);
    }

    private sealed record Death(string Instance, long Since, IReadOnlyList<string> Jobs);
}
