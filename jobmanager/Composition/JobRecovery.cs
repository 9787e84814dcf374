using Millrace.JobManager.Dispatching;

namespace Millrace.JobManager.Composition;

/// <summary>Recovers the jobs in the storage before the process reports that it is ready.</summary>
internal sealed class JobRecovery(Dispatcher dispatcher, TimeProvider time) : IHostedService
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <exception cref="IOException">The storage cannot be read.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var recovered = new TaskCompletionSource<Refusal?>(TaskCreationOptions.RunContinuationsAsynchronously);
        dispatcher.Recover(refusal => recovered.TrySetResult(refusal));
        try
        {
            if (await recovered.Task.WaitAsync(Limit, time, cancellationToken) is { } refusal) throw new IOException(refusal.Message);
        }
        catch (TimeoutException)
        {
            throw new IOException($"The storage did not answer for {Limit.TotalMinutes:0} min, so its jobs are not known.");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
