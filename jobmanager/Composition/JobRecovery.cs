using Millrace.Hosting.Configuration;
using Millrace.JobManager.Dispatching;

namespace Millrace.JobManager.Composition;

/// <summary>
/// Recovers the jobs in the storage before the process reports that it is ready. Its servers listen already, because tasks that run are kept only if
/// their task managers join soon afterwards; until then they refuse what comes.
/// </summary>
/// <param name="jobManager">Recovers them.</param>
/// <param name="storage">The setting that names the storage.</param>
/// <param name="time">The clock.</param>
internal sealed class JobRecovery(JobManagerCore jobManager, string storage, TimeProvider time) : IHostedLifecycleService
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <exception cref="InvalidSettingException">The storage cannot be read.</exception>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        var recovered = new TaskCompletionSource<Refusal?>(TaskCreationOptions.RunContinuationsAsynchronously);
        jobManager.Lead(refusal => recovered.TrySetResult(refusal));
        try
        {
            if (await recovered.Task.WaitAsync(Limit, time, cancellationToken) is { } refusal) throw Unread(refusal.Message);
        }
        catch (TimeoutException)
        {
            throw Unread($"it did not answer for {Limit.TotalMinutes:0} min, so its jobs are not known. See whether it can be reached from here, and start again.");
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private InvalidSettingException Unread(string why) => new(nameof(JobManagerOptions.Storage), storage, why);
}
