namespace Millrace.Runtime.State.Undo;

/// <summary>
/// Undoes the changes of state and timers that a function made for the current record, where a record on which it throws must leave
/// nothing behind. Keyed state is changed only in calls with one key: that key is still the current one when they are undone.
/// </summary>
internal sealed class RecordUndo
{
    private readonly List<Action> _steps = [];

    /// <summary>Whether changes are recorded: not those made by timers, which fail the job when they throw.</summary>
    public bool IsNoting { get; private set; }

    public void Begin() => IsNoting = true;

    /// <summary>Records how to undo the change that is about to be made.</summary>
    public void Note(Action undo) => _steps.Add(undo);

    /// <summary>Called when the record is done; its changes stay.</summary>
    public void End()
    {
        IsNoting = false;
        _steps.Clear();
    }

    /// <summary>Undoes all changes, the last one first.</summary>
    public void TakeBack()
    {
        IsNoting = false;
        for (var i = _steps.Count - 1; i >= 0; i--) _steps[i]();
        _steps.Clear();
    }
}
