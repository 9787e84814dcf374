namespace Millrace.Runtime.Tasks;

/// <summary>How far a task is with its input.</summary>
internal enum TaskPhase
{
    /// <summary>Records come in. Left when there are no more, or with the barrier of a stop.</summary>
    Reading,

    /// <summary>
    /// Sources emit nothing after the barrier of a stop. Left when that checkpoint is aborted, when a later barrier does not stop, in case that message was
    /// lost, or when the job is drained.
    /// </summary>
    Stopped,

    /// <summary>All input was received, and the timers up to the last watermark fire. Left when all of them have.</summary>
    InputOver,

    /// <summary>The operators have ended their input, and downstream has been told. The task still answers barriers, and is not left.</summary>
    Ended,
}
