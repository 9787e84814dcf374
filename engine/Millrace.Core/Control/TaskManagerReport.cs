using Millrace.Core.Graph;
using Millrace.Core.Watermarks;

namespace Millrace.Core.Control;

/// <summary>How an attempt stands on a task manager: all that messages said which may have been lost.</summary>
/// <param name="TaskManager">Whose report it is.</param>
/// <param name="HasAttempt">Whether it has the attempt's tasks. A process that was started anew, or has ended them, has not.</param>
/// <param name="Subtasks">The attempt's subtasks on it.</param>
public sealed record TaskManagerReport(string TaskManager, bool HasAttempt, IReadOnlyList<SubtaskReport> Subtasks);

/// <summary>How a subtask stands.</summary>
/// <param name="Subtask">Which.</param>
/// <param name="IsRunning">Whether it has opened.</param>
/// <param name="InputEnded">Whether it has worked off all input.</param>
/// <param name="Confirmed">Everything up to this checkpoint has been published; 0 where nothing has.</param>
/// <param name="Watermark">How far its source is; null where it has none that keeps near to others.</param>
/// <param name="Failure">Why it failed; null where it has not.</param>
public sealed record SubtaskReport(SubtaskId Subtask, bool IsRunning, bool InputEnded, long Confirmed, AlignedWatermark? Watermark, JobFailure? Failure);
