namespace Millrace.JobManager.Composition;

/// <summary>Checks that the dispatcher and the task manager pool are responsive: that they answer a ping within a short limit.</summary>
internal sealed class DispatcherHealth(JobManagerCore core, TimeProvider time)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>Returns why the job manager is not ready; null where it is.</summary>
    public async Task<string?> WhyNotReadyAsync()
    {
        if (core.WhyNotLeading is { } why) return why;
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        core.Dispatcher.Ping(() => answered.TrySetResult());
        try
        {
            await answered.Task.WaitAsync(Limit, time);
            return null;
        }
        catch (TimeoutException)
        {
            return $"The dispatcher has not answered for {Limit.TotalSeconds:0} s.";
        }
    }
}
