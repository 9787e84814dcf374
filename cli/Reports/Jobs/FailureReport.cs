using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Reports;

/// <summary>A failure of a job.</summary>
/// <param name="Time">When it came.</param>
/// <param name="Attempt">Of which attempt.</param>
/// <param name="Domain">Whose it is: user, external or engine.</param>
/// <param name="Operator">The operator at work; null where none was.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Record">The record or timer at hand; null where there was none.</param>
/// <param name="Details">The stack trace.</param>
internal sealed record FailureReport(DateTime? Time, int Attempt, string Domain, string? Operator, string Message, string? Record, string Details)
{
    public static FailureReport Of(Failure f) =>
        new(f.Time?.ToDateTime(), f.Attempt, f.Domain, Given.OrNull(f.Operator), f.Message, Given.OrNull(f.Record), f.Details);
}
