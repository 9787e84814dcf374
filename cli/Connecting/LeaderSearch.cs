using Grpc.Core;
using Millrace.Hosting.Leading;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Connecting;

/// <summary>
/// Finds the job manager that leads, of several: one that follows names it. While they elect one, it is waited for. Where none can be found, the command
/// runs into what is wrong by itself, and explains it.
/// </summary>
/// <param name="connect">Creates a connection; it connects when first used.</param>
/// <param name="urls">The configured URLs, one or more.</param>
/// <param name="time">The clock.</param>
internal sealed class LeaderSearch(Func<Uri, JobManagerConnection> connect, IReadOnlyList<Uri> urls, TimeProvider time)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(3);

    /// <summary>Returns a connection to it.</summary>
    /// <param name="interrupted">Ends the search.</param>
    public async Task<JobManagerConnection> FindAsync(CancellationToken interrupted)
    {
        var begun = time.GetTimestamp();
        var (next, url) = (0, urls[0]);
        while (true)
        {
            var connection = connect(url);
            if (await AskAsync(connection, interrupted) is not var (isRefused, leader) || time.GetElapsedTime(begun) > s_limit) return connection;
            if (!isRefused && urls.Count == 1 && url == urls[0]) return connection;
            connection.Dispose();
            if (leader is not null && leader != url)
            {
                url = leader;
                continue;
            }

            url = urls[next++ % urls.Count];
            await Task.Delay(s_pause, time, interrupted);
        }
    }

    /// <summary>Asks a job manager whether it leads. Null where it does, or where something else is wrong that the command will find.</summary>
    private static async Task<(bool IsRefused, Uri? Leader)?> AskAsync(JobManagerConnection connection, CancellationToken interrupted)
    {
        try
        {
            await connection.Cluster.DescribeAsync(new DescribeClusterRequest(), new CallOptions(deadline: DateTime.UtcNow + s_answer, cancellationToken: interrupted));
            connection.HasLed = true;
            return null;
        }
        catch (RpcException e) when (e.Trailers.Get(LeaderHeader.Name) is { Value: var leader })
        {
            return (true, Uri.TryCreate(leader, UriKind.Absolute, out var url) ? url : null);
        }
        catch (RpcException e) when (CallErrors.IsConnectionLost(e) || e.StatusCode == StatusCode.DeadlineExceeded)
        {
            return (false, null);
        }
        catch (RpcException)
        {
            return null;
        }
    }
}
