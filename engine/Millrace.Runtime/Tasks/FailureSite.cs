using Millrace.Core.Graph;

namespace Millrace.Runtime.Tasks;

/// <summary>Where a task was when it threw an exception.</summary>
/// <param name="Operator">The running operator, or null where it was the engine.</param>
/// <param name="Record">A description of the current record or timer; empty where there was none.</param>
internal sealed record FailureSite(JobOperator? Operator, string Record);
