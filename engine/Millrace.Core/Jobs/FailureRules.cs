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
    public static FailureDomain DomainOf(OperatorRole? role, Exception exception) => (role, IsOutside(exception)) switch
    {
        (_, _) when exception is InvalidJobException or UnsentRecordException || IsMissingCode(exception) => FailureDomain.User,
        (null, true) => FailureDomain.External,
        (null, false) => FailureDomain.Engine,
        (OperatorRole.Source or OperatorRole.Sink or OperatorRole.ExactlyOnceSink, true) when CanPass(exception) => FailureDomain.External,
        _ => FailureDomain.User,
    };

    /// <summary>Whether another attempt may succeed: an invalid definition does not change by itself.</summary>
    public static bool CanRetry(Exception exception) => exception is not InvalidJobException;

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
        exception is not (FileNotFoundException or DirectoryNotFoundException or DriveNotFoundException or PathTooLongException or UnauthorizedAccessException);

    private static bool IsOutside(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or TimeoutException or System.Net.Sockets.SocketException;
}
