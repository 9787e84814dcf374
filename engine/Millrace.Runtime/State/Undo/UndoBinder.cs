namespace Millrace.Runtime.State.Undo;

/// <summary>Binds states of a backend so that their changes can be undone.</summary>
internal sealed class UndoBinder(IStateBinder backend, RecordUndo undo) : IStateBinder
{
    public TimeProvider Time => backend.Time;

    public IEventClock EventTime => backend.EventTime;

    public IValueState<T> BindValue<T>(KeyedStateDeclaration declaration, Func<T, bool>? isDead = null) =>
        new UndoableValue<T>(backend.BindValue(declaration, isDead), undo);

    public IMapState<TMapKey, TValue> BindMap<TMapKey, TValue>(KeyedStateDeclaration declaration, Func<TValue, bool>? isDead = null) where TMapKey : notnull =>
        new UndoableMap<TMapKey, TValue>(backend.BindMap<TMapKey, TValue>(declaration, isDead), undo);
}
