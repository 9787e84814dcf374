namespace Millrace.Core.Control;

/// <summary>What failed, as data. Its texts are bounded, whatever a user's exception says.</summary>
/// <param name="Domain">Whose failure it is.</param>
/// <param name="Operator">The operator in which it happened, or empty.</param>
/// <param name="Message">For people.</param>
/// <param name="Details">The stack trace of the user's code or of the engine.</param>
/// <param name="Record">The record or timer at hand, in words; empty where there was none.</param>
/// <param name="CanRetry">Whether another attempt may go better.</param>
public sealed record JobFailure(FailureDomain Domain, string Operator, string Message, string Details, string Record = "", bool CanRetry = true)
{
    private const int LongestName = 500;
    private const int LongestMessage = 4_000;
    private const int LongestDetails = 32_000;

    /// <summary>The operator in which it happened, or empty.</summary>
    public string Operator { get; init; } = BoundedText.Cut(Operator, LongestName);

    /// <summary>For people.</summary>
    public string Message { get; init; } = BoundedText.Cut(Message, LongestMessage);

    /// <summary>The stack trace of the user's code or of the engine.</summary>
    public string Details { get; init; } = BoundedText.Cut(Details, LongestDetails);

    /// <summary>The record or timer at hand, in words; empty where there was none.</summary>
    public string Record { get; init; } = BoundedText.Cut(Record, LongestName);

    /// <summary>The failure in one line.</summary>
    public string Summary =>
        $"{(Operator.Length > 0 ? Operator + ": " : "")}{Message}{(Record.Length > 0 ? $" ({Record})" : "")}";
}
