using System.Threading.Tasks.Dataflow;
using Millrace.Core.Hosts;

namespace Millrace.Local.Hosts;

/// <summary>An activity on a thread of its own: one action block, posted only when no wake is pending.</summary>
internal sealed class ThreadActivity : IActivity
{
    private readonly DedicatedThreadScheduler _scheduler;
    private readonly ActionBlock<Signal> _wakes;
    private readonly Func<bool> _step;
    private Action? _last;
    private int _pending;

    public ThreadActivity(string name, Func<bool> step)
    {
        _step = step;
        _scheduler = new DedicatedThreadScheduler(name);
        _wakes = new ActionBlock<Signal>(_ => Work(), new ExecutionDataflowBlockOptions { TaskScheduler = _scheduler, SingleProducerConstrained = false });
    }

    public void Wake()
    {
        if (Interlocked.Exchange(ref _pending, 1) == 0) _wakes.Post(default);
    }

    public void Stop(Action last)
    {
        if (Interlocked.CompareExchange(ref _last, last, null) is null) Wake();
    }

    private void Work()
    {
        Interlocked.Exchange(ref _pending, 0);
        while (true)
        {
            if (Volatile.Read(ref _last) is { } last)
            {
                _wakes.Complete();
                _scheduler.Complete();
                last();
                return;
            }

            if (!_step()) return;
        }
    }

    private readonly struct Signal;
}
