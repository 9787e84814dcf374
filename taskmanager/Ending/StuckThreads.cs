using Millrace.Core.Hosts;

namespace Millrace.TaskManager.Ending;

/// <summary>
/// The threads of this process that run code of jobs and do not return from it. Nothing that they still do has an effect, because
/// everything carries the attempt; what they hold (code, slots, files) stays held until they end. When there are too many the process
/// should leave. Thread-safe.
/// </summary>
/// <param name="options">How long a thread has to return, and how many there may be.</param>
/// <param name="host">Runs the search for their stacks.</param>
/// <param name="log">The log.</param>
internal sealed partial class StuckThreads(EndingOptions options, IActivityHost host, ILogger log)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, string> _threads = [];
    private long _last;

    /// <summary>The purposes of the threads, the oldest first.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            lock (_gate) return [.. _threads.Values];
        }
    }

    /// <summary>Adds an abandoned thread. The result must be disposed if the thread does end.</summary>
    /// <param name="name">What the thread was started for.</param>
    /// <param name="at">Where in the job it is, as far as that is known.</param>
    /// <param name="limit">How long it had to return.</param>
    /// <param name="activity">The activity that runs on it.</param>
    public IDisposable Add(string name, string at, TimeSpan limit, IActivity activity)
    {
        long id;
        int count;
        lock (_gate)
        {
            _threads.Add(id = ++_last, name);
            count = _threads.Count;
        }

        LogGivenUp(name, at.Length > 0 ? $" in {at}" : "", limit.TotalSeconds, count, options.StuckThreadLimit);
        // Finding the stack takes seconds.
        host.Run(() =>
        {
            if (activity.Stack is { Length: > 0 } stack) LogStack(name, stack);
            return Task.CompletedTask;
        });
        if (count >= options.StuckThreadLimit) options.OnTooManyStuck?.Invoke($"{count} threads do not return from jobs' code: {string.Join(", ", Names)}.");
        return new Stuck(() => Remove(id));
    }

    private void Remove(long id)
    {
        string? name;
        lock (_gate)
        {
            if (!_threads.Remove(id, out name)) return;
        }

        LogReturned(name);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Name} has not ended within {Seconds} s{At}, and is given up: its slot and its code are held until it does. {Count} of {Limit} such threads")]
    private partial void LogGivenUp(string name, string at, double seconds, int count, int limit);

    [LoggerMessage(Level = LogLevel.Error, Message = "Stack of {Name}, which does not end:\n{Stack}")]
    private partial void LogStack(string name, string stack);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Name} has ended after it was given up; what it held is free again")]
    private partial void LogReturned(string name);

    private sealed class Stuck(Action remove) : IDisposable
    {
        public void Dispose() => remove();
    }
}
