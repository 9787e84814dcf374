namespace Millrace.Core.Control;

/// <summary>What failed, as data.</summary>
/// <param name="Domain">Whose failure it is.</param>
/// <param name="Operator">The operator in which it happened, or empty.</param>
/// <param name="Message">For people.</param>
/// <param name="Details">The stack trace of the user's code or of the engine.</param>
/// <param name="Record">The record or timer at hand, in words; empty where there was none.</param>
/// <param name="CanRetry">Whether another attempt may go better.</param>
public sealed record JobFailure(FailureDomain Domain, string Operator, string Message, string Details, string Record = "", bool CanRetry = true)
{
    /// <summary>The failure in one line.</summary>
    public string Summary =>
        $"{(Operator.Length > 0 ? Operator + ": " : "")}{Message}{(Record.Length > 0 ? $" ({Record})" : "")}";
}
