namespace Millrace.Core.Jobs;

/// <summary>A cluster job's failures and how its checkpoints went, stored next to its head for the next job manager that runs it.</summary>
/// <param name="Restarts">The number of restarts.</param>
/// <param name="History">The failures since the job last ran well, which its restart policy takes into account.</param>
/// <param name="Failures">The latest failures, oldest first.</param>
public sealed record JobPast(int Restarts, RestartHistory History, IReadOnlyList<FailureRecord> Failures)
{
    private const int LongestText = 4_000;

    /// <summary>The latest checkpoints.</summary>
    public CheckpointOverview Checkpoints { get; init; } = CheckpointOverview.Empty;

    /// <summary>Returns a copy to be stored: long texts are cut, so that it stays small, and what becomes of a checkpoint in flight is not known.</summary>
    public JobPast Cut() => this with
    {
        Failures = [.. Failures.Select(static f => f with { Failure = f.Failure with { Message = Cut(f.Failure.Message), Details = Cut(f.Failure.Details) } })],
        Checkpoints = Checkpoints with { Records = [.. Checkpoints.Records.Where(static c => !c.IsInFlight).Select(static c => c.Failure is null ? c : c with { Failure = Cut(c.Failure) })] },
    };

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..LongestText] + "...";
}
