using System.Collections.Concurrent;

namespace Millrace.Hosting.Hosts;

/// <summary>Runs its tasks on a dedicated thread, in order.</summary>
internal sealed class DedicatedThreadScheduler : TaskScheduler
{
    private readonly BlockingCollection<Task> _tasks = [];
    private readonly Thread _thread;
    private int _threadNumber;

    public DedicatedThreadScheduler(string name)
    {
        _thread = new Thread(Work) { IsBackground = true, Name = name };
        _thread.UnsafeStart();
    }

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>The operating system's id of the thread; 0 before it runs, and where it is not known.</summary>
    public int ThreadNumber => Volatile.Read(ref _threadNumber);

    /// <summary>Ends the thread after it has run what is queued.</summary>
    public void Complete() => _tasks.CompleteAdding();

    /// <exception cref="InvalidOperationException">The scheduler is complete.</exception>
    protected override void QueueTask(Task task) => _tasks.Add(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        Thread.CurrentThread == _thread && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => _tasks;

    private void Work()
    {
        Volatile.Write(ref _threadNumber, ThreadNumbers.Current);
        foreach (var task in _tasks.GetConsumingEnumerable()) TryExecuteTask(task);
    }
}
