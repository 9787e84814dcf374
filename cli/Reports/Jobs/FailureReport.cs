using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Reports;

/// <summary>A failure of a job.</summary>
/// <param name="Time">When it occurred.</param>
/// <param name="Attempt">The attempt that failed; 0 where none could be started.</param>
/// <param name="Domain">Who is responsible for it: user, external or engine.</param>
/// <param name="Operator">The operator that was running; null where none was.</param>
/// <param name="Message">What went wrong.</param>
/// <param name="Record">The current record or timer; null where there was none.</param>
/// <param name="Details">The stack trace.</param>
internal sealed record FailureReport(DateTime? Time, int Attempt, string Domain, string? Operator, string Message, string? Record, string Details)
{
    public static FailureReport Of(Failure f) =>
        new(f.Time?.ToDateTime(), f.Attempt, f.Domain, Given.OrNull(f.Operator), f.Message, Given.OrNull(f.Record), f.Details);
}
