namespace Millrace.Core.Jobs;

/// <summary>A cluster job's failures, stored next to its head for the next job manager that runs it.</summary>
/// <param name="Restarts">The number of restarts.</param>
/// <param name="History">The failures since the job last ran well, which its restart policy takes into account.</param>
/// <param name="Failures">The latest failures, oldest first.</param>
public sealed record JobPast(int Restarts, RestartHistory History, IReadOnlyList<FailureRecord> Failures)
{
    private const int LongestText = 4_000;

    /// <summary>Returns a copy with long texts cut, so that the stored record stays small.</summary>
    public JobPast Cut() => this with
    {
        Failures = [.. Failures.Select(static f => f with { Failure = f.Failure with { Message = Cut(f.Failure.Message), Details = Cut(f.Failure.Details) } })],
    };

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..LongestText] + "...";
}
