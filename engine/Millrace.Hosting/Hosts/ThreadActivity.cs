using Millrace.Core.Hosts;

namespace Millrace.Hosting.Hosts;

/// <summary>
/// An activity on a dedicated thread. The thread is nothing more to the code on it: what is awaited there goes on in the pool, so that code which waits for
/// its own asynchronous calls does not wait for itself.
/// </summary>
internal sealed class ThreadActivity : IActivity
{
    private readonly SemaphoreSlim _wakes = new(0);
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<bool> _step;
    private readonly Action<Exception> _onDefect;
    private readonly Func<int, string>? _stackOf;
    private Action? _last;
    private int _threadNumber;
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
        new Thread(Run) { IsBackground = true, Name = name }.UnsafeStart();
    }

    public string Stack => _stackOf?.Invoke(Volatile.Read(ref _threadNumber)) ?? "";

    /// <summary>Completes when the last wake has been processed.</summary>
    public Task Completion => _completion.Task;

    public void Wake()
    {
        if (Interlocked.Exchange(ref _pending, 1) == 0) _wakes.Release();
    }

    public void Stop(Action last)
    {
        if (Interlocked.CompareExchange(ref _last, last, null) is null) Wake();
    }

    private void Run()
    {
        Volatile.Write(ref _threadNumber, ThreadNumbers.Current);
        var context = ExecutionContext.Capture()!;
        while (!_ended)
        {
            _wakes.Wait();
            Work();
            // What a step has put around itself is not around the next one.
            ExecutionContext.Restore(context);
        }

        _completion.SetResult();
    }

    private void Work()
    {
        Interlocked.Exchange(ref _pending, 0);
        Action? last;
        while ((last = Volatile.Read(ref _last)) is null)
        {
            if (!TryStep()) return;
        }

        _ended = true;
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
}
