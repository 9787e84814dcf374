using Millrace.JobManager.Dispatching;

namespace Millrace.JobManager.Composition;

/// <summary>Starts the jobs that the storage has, before the process is ready.</summary>
internal sealed class JobRecovery(Dispatcher dispatcher) : IHostedService
{
    /// <exception cref="IOException">The storage cannot be read.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var recovered = new TaskCompletionSource<Refusal?>(TaskCreationOptions.RunContinuationsAsynchronously);
        dispatcher.Recover(refusal => recovered.TrySetResult(refusal));
        if (await recovered.Task.WaitAsync(cancellationToken) is { } refusal) throw new IOException(refusal.Message);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
