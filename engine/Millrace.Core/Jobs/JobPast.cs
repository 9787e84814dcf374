namespace Millrace.Core.Jobs;

/// <summary>What went wrong with a job of a cluster, as the store remembers it beside its head, for the job manager that runs it next.</summary>
/// <param name="Restarts">How many restarts there were.</param>
/// <param name="History">The failures since the job last ran well, by which its restart policy decides.</param>
/// <param name="Failures">The latest failures, the oldest first.</param>
public sealed record JobPast(int Restarts, RestartHistory History, IReadOnlyList<FailureRecord> Failures)
{
    private const int LongestText = 4_000;

    /// <summary>The same with texts that are cut where they are long, so that what is kept of a job stays small.</summary>
    public JobPast Cut() => this with
    {
        Failures = [.. Failures.Select(static f => f with { Failure = f.Failure with { Message = Cut(f.Failure.Message), Details = Cut(f.Failure.Details) } })],
    };

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..LongestText] + "...";
}
