using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using Millrace.Core.Control;
using Millrace.Core.Graph;

namespace Millrace.Core.Jobs;

/// <summary>
/// Determines the origin of a failure from where it happened and whether it may pass by itself. An exception from a connector is external if it
/// comes from the outside and may pass (I/O errors, full disks, timeouts, connections); otherwise it is the user's, because only the user can fix
/// it: a missing folder, a missing permission, missing code, and anything thrown by a user function (a sink's format, a source's timestamps). After
/// the user's failures the job is restarted as often as its policy allows, and then fails.
/// </summary>
public static class FailureRules
{
    /// <param name="role">The role of the operator that was running; null for the engine.</param>
    /// <param name="exception">The exception.</param>
    public static FailureDomain DomainOf(OperatorRole? role, Exception exception) => (role, CauseOf(exception)) switch
    {
        (_, InvalidJobException or UnsentRecordException) => FailureDomain.User,
        (_, _) when IsMissingCode(exception) => FailureDomain.User,
        (null, var cause) => IsOutside(cause) ? FailureDomain.External : FailureDomain.Engine,
        (OperatorRole.Source or OperatorRole.Sink or OperatorRole.ExactlyOnceSink, var cause) when IsOutside(cause) && CanPass(cause) => FailureDomain.External,
        _ => FailureDomain.User,
    };

    /// <summary>Whether another attempt may succeed: an invalid definition does not change by itself.</summary>
    public static bool CanRetry(Exception exception) => exception is not InvalidJobException;

    /// <summary>What was thrown, without what a wait for a task wraps it in; a call that was given up because of its time limit is a timeout.</summary>
    private static Exception CauseOf(Exception exception) => exception switch
    {
        AggregateException { InnerExceptions: [var only] } => CauseOf(only),
        OperationCanceledException { InnerException: TimeoutException timeout } => timeout,
        _ => exception,
    };

    /// <summary>Code that is missing or does not match: an assembly, a type, a member, a native library.</summary>
    private static bool IsMissingCode(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is TypeLoadException or MissingMemberException or BadImageFormatException or FileLoadException) return true;
            // For an assembly, the runtime puts its full name in place of a file name.
            if (e is FileNotFoundException { FileName: { } name } && name.Contains(", Version=", StringComparison.Ordinal)) return true;
        }

        return false;
    }

    /// <summary>Something missing or forbidden stays so until it is fixed.</summary>
    private static bool CanPass(Exception exception) =>
        exception is not (FileNotFoundException or DirectoryNotFoundException or DriveNotFoundException or PathTooLongException or UnauthorizedAccessException
            or HttpRequestException { StatusCode: HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound }
            or DbException { IsTransient: false });

    private static bool IsOutside(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or TimeoutException or SocketException or HttpRequestException or DbException;
}
