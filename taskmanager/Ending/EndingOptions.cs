namespace Millrace.TaskManager.Ending;

/// <summary>What becomes of threads that do not return from the code of jobs.</summary>
public sealed record EndingOptions
{
    /// <value>So long the tasks of an attempt have to end; those that have not are given up, and their threads left. Default 30 s.</value>
    public TimeSpan TaskEndLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <value>So many threads that were given up, 1 or more, are too many for a process. Default 3.</value>
    public int StuckThreadLimit { get; init; } = 3;

    /// <value>Told, with a sentence for people, when there are too many; called on any thread. Default null: they are counted alone.</value>
    public Action<string>? OnTooManyStuck { get; init; }
}
