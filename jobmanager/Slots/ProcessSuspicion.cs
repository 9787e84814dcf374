namespace Millrace.JobManager.Slots;

/// <summary>What the end of a process suggests about a job that ran on it.</summary>
/// <param name="Deaths">The number of recently terminated processes on which the job ran, including this one.</param>
/// <param name="IsSuspect">Whether its code is assumed to have terminated them: it ran on several, and on more than any other job.</param>
/// <param name="Others">The other jobs that ran on it.</param>
internal sealed record ProcessSuspicion(int Deaths, bool IsSuspect, IReadOnlyList<string> Others)
{
    /// <summary>From this number on, terminated processes are no longer taken for an accident.</summary>
    public const int Few = 2;

    /// <summary>The likely cause, as sentences that follow what happened; empty the first time.</summary>
    public string Text => Deaths < Few ? ""
        : IsSuspect ? $" {Happened}, so its code is suspected of ending them, by Environment.Exit or Environment.FailFast, a stack overflow, or an exception on its own thread or in an async void method. The standard error of the process may show more."
        : Others.Count > 0 ? $" {Happened}, as did {string.Join(", ", Others)}: the code of one of these jobs may be ending processes."
        : "";

    private string Happened => $"This job ran on {Deaths} processes that ended within a few minutes";
}
