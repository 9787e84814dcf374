namespace Millrace.Core.Control;

/// <summary>What failed, as data.</summary>
/// <param name="Domain">Whose failure it is.</param>
/// <param name="Operator">The operator in which it happened, or empty.</param>
/// <param name="Message">For people.</param>
/// <param name="Details">The stack trace of the user's code or of the engine.</param>
/// <param name="CanRetry">Whether another attempt may go better.</param>
public sealed record JobFailure(FailureDomain Domain, string Operator, string Message, string Details, bool CanRetry = true);
