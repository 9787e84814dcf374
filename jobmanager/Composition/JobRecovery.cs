using Millrace.Hosting.Configuration;
using Millrace.JobManager.Dispatching;

namespace Millrace.JobManager.Composition;

/// <summary>Recovers the jobs in the storage before the process reports that it is ready.</summary>
/// <param name="dispatcher">Recovers them.</param>
/// <param name="storage">The setting that names the storage.</param>
/// <param name="time">The clock.</param>
internal sealed class JobRecovery(Dispatcher dispatcher, string storage, TimeProvider time) : IHostedService
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <exception cref="InvalidSettingException">The storage cannot be read.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var recovered = new TaskCompletionSource<Refusal?>(TaskCreationOptions.RunContinuationsAsynchronously);
        dispatcher.Recover(refusal => recovered.TrySetResult(refusal));
        try
        {
            if (await recovered.Task.WaitAsync(Limit, time, cancellationToken) is { } refusal) throw Unread(refusal.Message);
        }
        catch (TimeoutException)
        {
            throw Unread($"it did not answer for {Limit.TotalMinutes:0} min, so its jobs are not known. See whether it can be reached from here, and start again.");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private InvalidSettingException Unread(string why) => new(nameof(JobManagerOptions.Storage), storage, why);
}
