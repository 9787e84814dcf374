namespace Millrace.Core.Control;

/// <summary>A failure, as data. The length of its texts is bounded, whatever a user's exception contains.</summary>
/// <param name="Domain">The origin of the failure.</param>
/// <param name="Operator">The operator in which it happened, or empty.</param>
/// <param name="Message">A message for people.</param>
/// <param name="Details">The stack trace of the user's code or of the engine.</param>
/// <param name="Record">The current record or timer, in words; empty if there was none.</param>
/// <param name="CanRetry">Whether another attempt may succeed.</param>
public sealed record JobFailure(FailureDomain Domain, string Operator, string Message, string Details, string Record = "", bool CanRetry = true)
{
    /// <summary>The maximum number of characters of a message.</summary>
    public const int LongestMessage = 4_000;

    /// <summary>The maximum number of characters of a stack trace.</summary>
    public const int LongestDetails = 32_000;

    private const int LongestName = 500;

    /// <summary>The operator in which it happened, or empty.</summary>
    public string Operator { get; init; } = BoundedText.Cut(Operator, LongestName);

    /// <summary>A message for people.</summary>
    public string Message { get; init; } = BoundedText.Cut(Message, LongestMessage);

    /// <summary>The stack trace of the user's code or of the engine.</summary>
    public string Details { get; init; } = BoundedText.Cut(Details, LongestDetails);

    /// <summary>The current record or timer, in words; empty if there was none.</summary>
    public string Record { get; init; } = BoundedText.Cut(Record, LongestName);

    /// <summary>The checkpoint of which a part was found to be damaged while it was restored; 0 if there is none. It is not restored again.</summary>
    public long DamagedCheckpoint { get; init; }

    /// <summary>The failure in one line.</summary>
    public string Summary =>
        $"{(Operator.Length > 0 ? Operator + ": " : "")}{Message}{(Record.Length > 0 ? $" ({Record})" : "")}";
}
