namespace Millrace;

/// <summary>What the runtime, or the planner, does with each kind of operator state; one generic method each.</summary>
public interface IOperatorStateBinder
{
    /// <summary>The storage of a list that is dealt anew when the parallelism changes.</summary>
    IOperatorListState<T> BindList<T>(OperatorListState<T> declaration);

    /// <summary>The storage of a list that every subtask gets whole when the job is restored.</summary>
    IOperatorListState<T> BindUnion<T>(OperatorUnionState<T> declaration);

    /// <summary>The storage of a map of which every subtask has a copy.</summary>
    IBroadcastState<TKey, TValue> BindBroadcast<TKey, TValue>(BroadcastState<TKey, TValue> declaration) where TKey : notnull;
}
