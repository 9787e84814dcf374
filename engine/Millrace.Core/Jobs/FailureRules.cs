using Millrace.Core.Control;
using Millrace.Core.Graph;

namespace Millrace.Core.Jobs;

/// <summary>
/// Whose failure it is, by where it happened. What a connector throws is external where it is of the outside (I/O, time-outs); else it is
/// the user's, because connectors call functions of the user (a sink's format, a source's timestamps), and a defect does not go away.
/// </summary>
public static class FailureRules
{
    /// <param name="role">The role of the operator at work; null where the engine was.</param>
    /// <param name="exception">What was thrown.</param>
    public static FailureDomain DomainOf(OperatorRole? role, Exception exception) => (role, IsOutside(exception)) switch
    {
        (_, _) when exception is InvalidJobException or UnsentRecordException => FailureDomain.User,
        (null, true) => FailureDomain.External,
        (null, false) => FailureDomain.Engine,
        (OperatorRole.Source or OperatorRole.Sink or OperatorRole.ExactlyOnceSink, true) => FailureDomain.External,
        _ => FailureDomain.User,
    };

    /// <summary>Whether another attempt may go better: what a definition says does not change by itself.</summary>
    public static bool CanRetry(Exception exception) => exception is not InvalidJobException;

    private static bool IsOutside(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or TimeoutException or System.Net.Sockets.SocketException;
}
