namespace Millrace.Core.Control;

/// <summary>What failed, as data.</summary>
/// <param name="Domain">Whose failure it is.</param>
/// <param name="Operator">The chain in which it happened.</param>
/// <param name="Message">For people.</param>
/// <param name="Details">The stack trace of the user's code or of the engine.</param>
public sealed record JobFailure(FailureDomain Domain, string Operator, string Message, string Details);
