namespace Millrace.JobManager.Slots;

/// <summary>What the end of a process says of a job that ran on it.</summary>
/// <param name="Deaths">How many processes ended lately on which the job ran, this one included.</param>
/// <param name="IsSuspect">Whether its code is taken to have ended them: it was there several times, and more often than any other job.</param>
/// <param name="Others">The other jobs that ran on it.</param>
internal sealed record ProcessSuspicion(int Deaths, bool IsSuspect, IReadOnlyList<string> Others)
{
    /// <summary>So many ends of processes are no accident any more.</summary>
    public const int Few = 2;

    /// <summary>What may have happened, as sentences that follow on what did; empty for a first time.</summary>
    public string Text => Deaths < Few ? ""
        : IsSuspect ? $" {Happened}, so its code is suspected to end them: by Environment.Exit or Environment.FailFast, by a stack overflow, or by an exception on a thread of its own or in an async void method. What the process wrote to standard error says more."
        : Others.Count > 0 ? $" {Happened}, and so did {string.Join(", ", Others)}: the code of one of them may end processes."
        : "";

    private string Happened => $"This job ran on {Deaths} processes that ended within a few minutes";
}
