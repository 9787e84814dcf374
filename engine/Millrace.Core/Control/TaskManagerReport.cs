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
public sealed record SubtaskReport(SubtaskId Subtask, int Attempt, bool IsRunning, bool InputEnded, long Confirmed, AlignedWatermark? Watermark, JobFailure? Failure);
