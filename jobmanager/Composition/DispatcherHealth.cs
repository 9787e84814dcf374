using Millrace.JobManager.Dispatching;

namespace Millrace.JobManager.Composition;

/// <summary>Whether the dispatcher and the pool of task managers are at work: they answer a question within a moment.</summary>
internal sealed class DispatcherHealth(Dispatcher dispatcher, TimeProvider time)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>Why the job manager cannot do its work; null where it can.</summary>
    public async Task<string?> WhyNotReadyAsync()
    {
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        dispatcher.Ping(() => answered.TrySetResult());
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
