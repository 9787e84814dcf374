using Millrace.Core.Hosts;

namespace Millrace.TaskManager;

/// <summary>Runs effects one after another, in order, on the host. The caller must catch their exceptions.</summary>
internal sealed class SerialEffects(IActivityHost host)
{
    private readonly Lock _lock = new();
    private readonly Queue<Func<Task>> _waiting = new();
    private bool _isRunning;

    public void Run(Func<Task> effect)
    {
        lock (_lock)
        {
            _waiting.Enqueue(effect);
            if (_isRunning) return;
            _isRunning = true;
        }

        host.Run(Next);
    }

    private async Task Next()
    {
        Func<Task> effect;
        lock (_lock) effect = _waiting.Dequeue();
        await effect();
        lock (_lock)
        {
            _isRunning = _waiting.Count > 0;
            if (!_isRunning) return;
        }

        host.Run(Next);
    }
}
