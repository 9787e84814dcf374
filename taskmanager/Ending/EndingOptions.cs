namespace Millrace.TaskManager.Ending;

/// <summary>How threads that do not return from the code of jobs are handled.</summary>
public sealed record EndingOptions
{
    /// <value>How long the tasks of an attempt have to stop; those that do not are abandoned, with their threads. Default 30 s.</value>
    public TimeSpan TaskEndLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <value>The number of abandoned threads, 1 or more, that is too many for a process. Default 3.</value>
    public int StuckThreadLimit { get; init; } = 3;

    /// <value>Called, with a sentence for people, when there are too many; from any thread. Default null: they are only counted.</value>
    public Action<string>? OnTooManyStuck { get; init; }
}
