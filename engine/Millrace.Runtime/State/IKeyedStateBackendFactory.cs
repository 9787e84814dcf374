namespace Millrace.Runtime.State;

/// <summary>
/// What a state backend gives the engine: the keyed state of each subtask of each operator. A task manager has one for all jobs, and calls it
/// from the threads of all their tasks. A checkpoint is restored by the backend that wrote it.
/// </summary>
public interface IKeyedStateBackendFactory
{
    /// <summary>Makes the empty state of an operator's subtask; its states are bound next, and then blocks are restored.</summary>
    /// <param name="context">What it is made for and of.</param>
    IKeyedStateBackend Create(KeyedStateContext context);
}
