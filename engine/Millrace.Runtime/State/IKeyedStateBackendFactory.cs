namespace Millrace.Runtime.State;

/// <summary>
/// Creates the keyed state of each subtask of each operator; the entry point of a state backend. A task manager has one for all jobs, and
/// calls it from the threads of all their tasks. A checkpoint is restored by the backend that wrote it.
/// </summary>
public interface IKeyedStateBackendFactory
{
    /// <summary>Creates the empty state of an operator's subtask; its states are bound next, and then blocks are restored.</summary>
    /// <param name="context">What the state is created for and from.</param>
    IKeyedStateBackend Create(KeyedStateContext context);
}
