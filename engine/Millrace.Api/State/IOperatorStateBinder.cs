namespace Millrace;

/// <summary>Binds each kind of operator state for the runtime or the planner, with one generic method for each.</summary>
public interface IOperatorStateBinder
{
    /// <summary>Returns the storage of a list that is redistributed when the parallelism changes.</summary>
    IOperatorListState<T> BindList<T>(OperatorListState<T> declaration);

    /// <summary>Returns the storage of a list that every subtask receives in full when the job is restored.</summary>
    IOperatorListState<T> BindUnion<T>(OperatorUnionState<T> declaration);

    /// <summary>Returns the storage of a map of which every subtask has a copy.</summary>
    IBroadcastState<TKey, TValue> BindBroadcast<TKey, TValue>(BroadcastState<TKey, TValue> declaration) where TKey : notnull;
}
