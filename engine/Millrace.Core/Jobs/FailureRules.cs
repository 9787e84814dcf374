using Millrace.Core.Control;
using Millrace.Core.Graph;

namespace Millrace.Core.Jobs;

/// <summary>
/// Whose failure it is, by where it happened and by whether time can heal it. What a connector throws is external where it is of the outside
/// and may pass (I/O errors, full disks, time-outs, connections); else it is the user's, who alone can change it: a folder that is not
/// there, a missing permission, code that is missing, and whatever a function of the user throws (a sink's format, a source's timestamps).
/// What is the user's is restarted as often as the job's policy says, and then ends the job.
/// </summary>
public static class FailureRules
{
    /// <param name="role">The role of the operator at work; null where the engine was.</param>
    /// <param name="exception">What was thrown.</param>
    public static FailureDomain DomainOf(OperatorRole? role, Exception exception) => (role, IsOutside(exception)) switch
    {
        (_, _) when exception is InvalidJobException or UnsentRecordException || IsMissingCode(exception) => FailureDomain.User,
        (null, true) => FailureDomain.External,
        (null, false) => FailureDomain.Engine,
        (OperatorRole.Source or OperatorRole.Sink or OperatorRole.ExactlyOnceSink, true) when CanPass(exception) => FailureDomain.External,
        _ => FailureDomain.User,
    };

    /// <summary>Whether another attempt may go better: what a definition says does not change by itself.</summary>
    public static bool CanRetry(Exception exception) => exception is not InvalidJobException;

    /// <summary>Code that is not there, or that does not fit together: an assembly, a type, a member, a native library.</summary>
    private static bool IsMissingCode(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is TypeLoadException or MissingMemberException or BadImageFormatException or FileLoadException) return true;
            // The runtime names an assembly in full where others name a file.
            if (e is FileNotFoundException { FileName: { } name } && name.Contains(", Version=", StringComparison.Ordinal)) return true;
        }

        return false;
    }

    /// <summary>What is not there, or not allowed, stays so until somebody changes it.</summary>
    private static bool CanPass(Exception exception) =>
        exception is not (FileNotFoundException or DirectoryNotFoundException or DriveNotFoundException or PathTooLongException or UnauthorizedAccessException);

    private static bool IsOutside(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or TimeoutException or System.Net.Sockets.SocketException;
}
