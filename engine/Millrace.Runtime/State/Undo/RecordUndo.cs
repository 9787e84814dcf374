namespace Millrace.Runtime.State.Undo;

/// <summary>
/// What takes back the changes of keyed state and timers that a function made for the record at hand, where a record with which it throws is
/// to leave nothing behind. It is for the calls with one key: that key is still the current one when they are taken back.
/// </summary>
internal sealed class RecordUndo
{
    private readonly List<Action> _steps = [];

    /// <summary>Whether changes are to be noted: not those of timers, which fail the job where they throw.</summary>
    public bool IsNoting { get; private set; }

    public void Begin() => IsNoting = true;

    /// <summary>Notes how to take back the change that comes now.</summary>
    public void Note(Action undo) => _steps.Add(undo);

    /// <summary>The record is done; its changes stay.</summary>
    public void End()
    {
        IsNoting = false;
        _steps.Clear();
    }

    /// <summary>Takes all changes back, the last one first.</summary>
    public void TakeBack()
    {
        IsNoting = false;
        for (var i = _steps.Count - 1; i >= 0; i--) _steps[i]();
        _steps.Clear();
    }
}
