using Grpc.Core;
using Millrace.Cli.Connecting;
using Millrace.Cli.Output;
using Millrace.Cli.Reports;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Submitting;

/// <summary>Watches a job to its end, across restarts of the job manager, which recovers its jobs.</summary>
internal sealed class JobWatch(Jobs.JobsClient jobs, TimeProvider time, Progress progress)
{
    private static readonly TimeSpan RetryPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private Job.Types.State _shown;

    /// <summary>Returns the job's final status.</summary>
    /// <exception cref="RpcException">The job manager does not know the job, or was unavailable for two minutes.</exception>
    public async Task<Job> ToEndAsync(string id, CancellationToken interrupted)
    {
        var seen = time.GetTimestamp();
        while (true)
        {
            try
            {
                using var call = jobs.Watch(new GetJobRequest { Job = id }, cancellationToken: interrupted);
                await foreach (var job in call.ResponseStream.ReadAllAsync(interrupted))
                {
                    seen = time.GetTimestamp();
                    Show(job);
                    if (HasEnded(job)) return job;
                }
            }
            catch (RpcException e) when (!interrupted.IsCancellationRequested && IsAway(e) && time.GetElapsedTime(seen) < Patience)
            {
                progress.Show("the job manager is unreachable; retrying");
            }

            await Task.Delay(RetryPeriod, time, interrupted);
        }
    }

    private static bool HasEnded(Job job) => job.State is Job.Types.State.Finished or Job.Types.State.Stopped or Job.Types.State.Cancelled or Job.Types.State.Failed;

    /// <summary>Whether the job manager is gone: one that shuts down ends its calls itself; one that is killed breaks the connection.</summary>
    private static bool IsAway(RpcException e) => CallErrors.IsConnectionLost(e) || e.StatusCode is StatusCode.Unavailable or StatusCode.Cancelled;

    private void Show(Job job)
    {
        var standing = JobText.Standing(new JobReport(job));
        if (job.State == _shown) progress.Update(standing);
        else progress.Show(standing);
        _shown = job.State;
    }
}
