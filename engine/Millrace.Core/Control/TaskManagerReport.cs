using System.Text.Json.Serialization;
using Millrace.Core.Graph;
using Millrace.Core.Watermarks;

namespace Millrace.Core.Control;

/// <summary>The status of an attempt on a task manager: everything from messages that may have been lost.</summary>
/// <param name="TaskManager">The reporting task manager.</param>
/// <param name="HasAttempt">Whether it has the attempt's tasks. A process that was restarted, or has stopped them, does not.</param>
/// <param name="Subtasks">The attempt's subtasks on it.</param>
public sealed record TaskManagerReport(string TaskManager, bool HasAttempt, IReadOnlyList<SubtaskReport> Subtasks);

/// <summary>The status of a subtask.</summary>
/// <param name="Subtask">The subtask.</param>
/// <param name="Attempt">The number of its attempt.</param>
/// <param name="IsRunning">Whether it has opened.</param>
/// <param name="InputEnded">Whether it has processed all input.</param>
/// <param name="Confirmed">Everything up to this checkpoint has been published; 0 if nothing has.</param>
/// <param name="Watermark">The watermark of its source; null if it has no source that is aligned with others.</param>
/// <param name="Failure">Why it failed; null if it has not.</param>
public sealed record SubtaskReport(SubtaskId Subtask, int Attempt, bool IsRunning, bool InputEnded, long Confirmed, AlignedWatermark? Watermark, JobFailure? Failure)
{
    /// <summary>The newest checkpoint whose barrier was requested of it; 0 if it is no source, or none was. Every barrier begins at sources.</summary>
    public long Barrier { get; init; }

    /// <summary>Whether a drain was requested of it, so that state behind it may have seen the end of event time.</summary>
    public bool HasDrained { get; init; }
}

/// <summary>What a task manager that joins runs of a job, whoever deployed it.</summary>
/// <param name="Attempt">The newest attempt that was deployed there.</param>
/// <param name="Subtasks">The subtasks, of this attempt or earlier ones.</param>
/// <param name="Ending">The subtasks whose tasks are told to end, and have not yet.</param>
public sealed record JobReport(ExecutionAttempt Attempt, IReadOnlyList<SubtaskReport> Subtasks, IReadOnlyList<SubtaskId> Ending)
{
    /// <summary>All subtasks that have a task, in order.</summary>
    [JsonIgnore]
    public IReadOnlyList<SubtaskId> All => [.. SubtaskId.InOrder(Subtasks.Select(static s => s.Subtask).Concat(Ending).Distinct())];
}
