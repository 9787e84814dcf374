namespace Millrace.Runtime.OperatorState;

/// <summary>Whether a broadcast record is being processed: only then may broadcast state be changed.</summary>
internal sealed class BroadcastGate
{
    private bool _isOpen;

    /// <summary>Opens the gate until the result is disposed.</summary>
    public Opening Open()
    {
        _isOpen = true;
        return new Opening(this);
    }

    /// <exception cref="InvalidOperationException">The gate is closed.</exception>
    public void RequireOpen(string state)
    {
        if (_isOpen) return;
        throw new InvalidOperationException(
            $"Broadcast state '{state}' was changed outside ProcessBroadcast. Each subtask has a copy, and only records that all subtasks see keep them the same: send the change as a record of the broadcast stream.");
    }

    internal readonly ref struct Opening(BroadcastGate gate)
    {
        public void Dispose() => gate._isOpen = false;
    }
}
