using System.Net.Sockets;
using System.Security.Authentication;
using Grpc.Core;
using Millrace.Cli.Output;
using Millrace.Hosting.Leading;

namespace Millrace.Cli.Connecting;

/// <summary>Explains failed calls to the user.</summary>
internal static class CallErrors
{
    /// <summary>Returns the message and exit code of a failed call.</summary>
    public static CommandException Explain(RpcException failed, JobManagerConnection connection)
    {
        var detail = failed.Status.Detail;
        if (IsConnectionLost(failed)) return Unreachable(failed, connection.Url);
        switch (failed.StatusCode)
        {
            case StatusCode.DeadlineExceeded when detail.Length == 0:
                return new CommandException(ExitCodes.Unreachable, connection.HasConnected
                    ? $"{connection.Url.OriginalString}: the port accepted a connection, but the job manager did not answer in time\nIs it overloaded or stopped, or is this the port of another program? Try again."
                    : $"{connection.Url.OriginalString}: no connection in time\nIs this the address of the job manager's gRPC port? Try again.");
            case StatusCode.Unimplemented:
                return new CommandException(ExitCodes.Unreachable, $"the server at {connection.Url.OriginalString} does not know this call; is it the gRPC port of a job manager of this version? ({detail})");
            case StatusCode.Unauthenticated or StatusCode.PermissionDenied:
                var token = connection.HasToken ? "Check the token given by --token-file or MILLRACE_TOKEN." : "Give its token with --token-file or MILLRACE_TOKEN.";
                return CommandException.BadInput($"the job manager refuses the call: {(detail.Length > 0 ? detail : "no valid token")}\n{token}");
            case StatusCode.InvalidArgument or StatusCode.NotFound or StatusCode.ResourceExhausted:
                return CommandException.BadInput(Said(failed));
            default:
                return new CommandException(ExitCodes.Failed, Said(failed));
        }
    }

    /// <summary>Whether there is no job manager, or it does not lead: one that is killed breaks the connection, one that shuts down ends its calls.</summary>
    public static bool IsAway(RpcException failed) => IsConnectionLost(failed) || failed.StatusCode == StatusCode.Cancelled || failed.Trailers.Get(LeaderHeader.Name) is not null;

    /// <summary>Whether there was no connection, or it broke: the failure does not come from the job manager itself.</summary>
    public static bool IsConnectionLost(RpcException failed) =>
        failed.StatusCode is StatusCode.Unavailable or StatusCode.Internal && failed.Status.DebugException is HttpRequestException or IOException or SocketException;

    private static CommandException Unreachable(RpcException failed, Uri url)
    {
        var causes = Causes(failed.Status.DebugException).ToList();
        var cause = Readable.Line(causes[^1].Message.Split('\n')[0].TrimEnd());
        var (what, advice) = causes switch
        {
            _ when causes.Exists(static e => e is AuthenticationException) =>
                ($"cannot reach the job manager: {cause}", "Name the authority that signed its certificate with --ca-file PATH, and check that it speaks https there."),
            _ when causes.Exists(static e => e is SilentPortException) =>
                (cause, "Is the job manager stopped or overloaded, or is this the port of another program? Give the gRPC port of a job manager with --jobmanager URL or MILLRACE_JOBMANAGER."),
            _ when IsOtherProtocol(causes) =>
                ("the server there does not speak gRPC", "Give the gRPC port of a job manager, by default 6123 (8081 is its HTTP port), with --jobmanager URL or MILLRACE_JOBMANAGER."),
            _ => ($"cannot reach the job manager: {cause}", "Start one, or give the address of its gRPC port with --jobmanager URL or MILLRACE_JOBMANAGER."),
        };
        return new CommandException(ExitCodes.Unreachable, $"{url.OriginalString}: {what}\n{advice}");
    }

    private static IEnumerable<Exception> Causes(Exception? e)
    {
        for (; e is not null; e = e.InnerException) yield return e;
    }

    /// <summary>Whether there was a connection, but not over HTTP/2. The client has no error code of its own for some of these cases.</summary>
    private static bool IsOtherProtocol(List<Exception> causes) => !causes.Exists(static e => e is SocketException) && causes.Exists(static e => e is HttpRequestException
    {
        HttpRequestError: HttpRequestError.HttpProtocolError or HttpRequestError.InvalidResponse or HttpRequestError.VersionNegotiationError or HttpRequestError.Unknown,
    });

    private static string Said(RpcException failed) =>
        failed.Status.Detail.Length > 0 ? failed.Status.Detail : $"the job manager answered {failed.StatusCode} without details; see its log for the reason";
}
