using Millrace.Hosting.Configuration;
using Millrace.Hosting.Processes;
using Millrace.JobManager.Leading;

namespace Millrace.JobManager.Composition;

/// <summary>
/// Lets the process follow or lead, once its servers listen: others find it by its addresses then, and tasks that run are kept only if their task managers
/// join soon after it leads.
/// </summary>
/// <param name="jobManager">The job manager.</param>
/// <param name="options">Its settings.</param>
/// <param name="services">Know the addresses on which it listens.</param>
/// <param name="process">Ends the process.</param>
/// <param name="time">The clock.</param>
internal sealed class LeadershipService(JobManagerCore jobManager, JobManagerOptions options, IServiceProvider services, ProcessEnd process, TimeProvider time) : IHostedLifecycleService
{
    private static readonly TimeSpan s_startLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_resignLimit = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource<Standing> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <value>Called with each change of how it stands, from when it is first known.</value>
    public Action<Standing>? OnChange { get; set; }

    /// <summary>Starts, and waits until it is known how the process stands.</summary>
    /// <exception cref="InvalidSettingException">The storage cannot be read, or another job manager leads it.</exception>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        var (grpc, http) = (ProcessAddresses.Of(services)[0], ProcessAddresses.Of(services)[1]);
        jobManager.Start((ProcessAddresses.Reachable(grpc, options.Host), ProcessAddresses.Reachable(http, options.Host)), Take);
        Standing? standing = null;
        try
        {
            standing = await _started.Task.WaitAsync(s_startLimit, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // It is said below.
        }

        if (standing is Standing.Leads or Standing.Follows or Standing.Waits) return;
        // Nothing of it may go on while the process ends.
        await StoppingAsync(cancellationToken);
        throw standing switch
        {
            Standing.Over over => Unusable(over.Reason),
            Standing.Unread unread => Unusable(unread.Reason),
            _ => Unusable($"it did not answer for {s_startLimit.TotalMinutes:0} min, so its jobs are not known. See whether it can be reached from here, and start again."),
        };
    }

    /// <summary>Gives up the leadership, so that another one need not wait.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        var resigned = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        jobManager.Resign(() => resigned.TrySetResult());
        try
        {
            await resigned.Task.WaitAsync(s_resignLimit, time, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // It ends by itself.
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Take(Standing standing)
    {
        // What is wrong at the start ends it with the setting; later, the storage may be available again.
        if (_started.TrySetResult(standing)) OnChange?.Invoke(standing);
        else if (standing is Standing.Over over) process.Fail(over.Reason);
        else OnChange?.Invoke(standing);
    }

    private InvalidSettingException Unusable(string why) => new(nameof(options.Storage), options.Storage, why);
}
