using Millrace.Core.Graph;

namespace Millrace.Runtime.Tasks;

/// <summary>Where a task was when an exception left it.</summary>
/// <param name="Operator">The operator at work, or null where it was the engine.</param>
/// <param name="Record">The record or timer at hand, in words; empty where there was none.</param>
internal sealed record FailureSite(JobOperator? Operator, string Record);
