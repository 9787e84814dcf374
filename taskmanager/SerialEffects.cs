using Millrace.Core.Hosts;

namespace Millrace.TaskManager;

/// <summary>Runs effects one after the other, in their order, on the host. What they throw is the caller's to catch.</summary>
internal sealed class SerialEffects(IActivityHost host)
{
    private readonly Lock _lock = new();
    private readonly Queue<Action> _waiting = new();
    private bool _isRunning;

    public void Run(Action effect)
    {
        lock (_lock)
        {
            _waiting.Enqueue(effect);
            if (_isRunning) return;
            _isRunning = true;
        }

        host.Run(Next);
    }

    private void Next()
    {
        Action effect;
        lock (_lock) effect = _waiting.Dequeue();
        effect();
        lock (_lock)
        {
            _isRunning = _waiting.Count > 0;
            if (!_isRunning) return;
        }

        host.Run(Next);
    }
}
