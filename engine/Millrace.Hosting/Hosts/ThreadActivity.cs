using System.Threading.Tasks.Dataflow;
using Millrace.Core.Hosts;

namespace Millrace.Hosting.Hosts;

/// <summary>An activity on a dedicated thread: one action block, posted only when no wake is pending.</summary>
internal sealed class ThreadActivity : IActivity
{
    private readonly DedicatedThreadScheduler _scheduler;
    private readonly ActionBlock<Signal> _wakes;
    private readonly Func<bool> _step;
    private readonly Action<Exception> _onDefect;
    private readonly Func<int, string>? _stackOf;
    private Action? _last;
    private int _pending;
    private bool _isDefect;
    private bool _ended;

    /// <param name="name">The name of the thread.</param>
    /// <param name="step">The step.</param>
    /// <param name="onDefect">Called with an exception that a step has let through.</param>
    /// <param name="stackOf">Returns a thread's stack by the operating system's id; null where that is not possible.</param>
    public ThreadActivity(string name, Func<bool> step, Action<Exception> onDefect, Func<int, string>? stackOf = null)
    {
        (_step, _onDefect, _stackOf) = (step, onDefect, stackOf);
        _scheduler = new DedicatedThreadScheduler(name);
        _wakes = new ActionBlock<Signal>(_ => Work(), new ExecutionDataflowBlockOptions { TaskScheduler = _scheduler, SingleProducerConstrained = false });
    }

    public string Stack => _stackOf?.Invoke(_scheduler.ThreadNumber) ?? "";

    /// <summary>Completes when the last wake has been processed.</summary>
    public Task Completion => _wakes.Completion;

    public void Wake()
    {
        if (Interlocked.Exchange(ref _pending, 1) != 0) return;
        if (ExecutionContext.IsFlowSuppressed())
        {
            _wakes.Post(default);
            return;
        }

        // What is around the caller, such as the scope of its log, is not around the step.
        using (ExecutionContext.SuppressFlow()) _wakes.Post(default);
    }

    public void Stop(Action last)
    {
        if (Interlocked.CompareExchange(ref _last, last, null) is null) Wake();
    }

    private void Work()
    {
        // A wake that came during the last step is already in the block, and is processed after the end.
        if (_ended) return;
        Interlocked.Exchange(ref _pending, 0);
        Action? last;
        while ((last = Volatile.Read(ref _last)) is null)
        {
            if (!TryStep()) return;
        }

        End();
        Guard(last);
    }

    private bool TryStep()
    {
        // No step is taken after one that threw; the end, which something may be waiting for, still comes.
        if (_isDefect) return false;
        try
        {
            return _step();
        }
        catch (Exception e)
        {
            _isDefect = true;
            _onDefect(e);
            return false;
        }
    }

    private void Guard(Action last)
    {
        try
        {
            last();
        }
        catch (Exception e)
        {
            _onDefect(e);
        }
    }

    private void End()
    {
        _ended = true;
        _wakes.Complete();
        _scheduler.Complete();
    }

    private readonly struct Signal;
}
