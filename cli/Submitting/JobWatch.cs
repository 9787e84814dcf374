using Grpc.Core;
using Millrace.Cli.Connecting;
using Millrace.Cli.Output;
using Millrace.Cli.Reports;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Submitting;

/// <summary>Watches a job to its end, whichever job manager leads: each recovers the jobs.</summary>
/// <param name="connect">Returns a connection to the job manager that leads.</param>
/// <param name="time">The clock.</param>
/// <param name="progress">Where it is shown.</param>
internal sealed class JobWatch(Func<CancellationToken, Task<JobManagerConnection>> connect, TimeProvider time, Progress progress)
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
                using var manager = await connect(interrupted);
                using var call = manager.Jobs.Watch(new GetJobRequest { Job = id }, cancellationToken: interrupted);
                await foreach (var job in call.ResponseStream.ReadAllAsync(interrupted))
                {
                    seen = time.GetTimestamp();
                    Show(job);
                    if (HasEnded(job)) return job;
                }
            }
            catch (RpcException e) when (!interrupted.IsCancellationRequested && (CallErrors.IsAway(e) || e.StatusCode == StatusCode.Unavailable) && time.GetElapsedTime(seen) < Patience)
            {
                progress.Show("the job manager is unreachable; retrying");
            }

            await Task.Delay(RetryPeriod, time, interrupted);
        }
    }

    private static bool HasEnded(Job job) => job.State is Job.Types.State.Finished or Job.Types.State.Stopped or Job.Types.State.Cancelled or Job.Types.State.Failed;

    private void Show(Job job)
    {
        var standing = JobText.Standing(new JobReport(job));
        if (job.State == _shown) progress.Update(standing);
        else progress.Show(standing);
        _shown = job.State;
    }
}
