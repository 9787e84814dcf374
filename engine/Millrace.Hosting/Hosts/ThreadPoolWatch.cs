using Microsoft.Extensions.Logging;

namespace Millrace.Hosting.Hosts;

/// <summary>
/// Keeps the thread pool of a process responsive even if code of jobs blocks its threads: connections, timers and health checks need it,
/// and on its own it adds a thread or two a second. A dedicated thread checks whether the pool runs its work items, and if it does not,
/// raises its thread count at once, up to a limit; when all has been well again for a while, it undoes that. A pool that stays blocked at the
/// limit does not recover.
/// </summary>
public sealed partial class ThreadPoolWatch : IDisposable
{
    private const int Step = 16;
    private const int CalmLooks = 240;
    // Each takes two intervals.
    private const int LooksAtLimit = 20;

    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);

    private readonly int _most;
    private readonly Action<string> _onExhausted;
    private readonly ILogger<ThreadPoolWatch> _log;
    private readonly ManualResetEventSlim _over = new();
    private readonly Thread _thread;

    /// <summary>Starts watching.</summary>
    /// <param name="most">The limit of threads.</param>
    /// <param name="onExhausted">Called, with the reason, when the pool has been blocked at the limit for 10 s.</param>
    /// <param name="log">The log.</param>
    public ThreadPoolWatch(int most, Action<string> onExhausted, ILogger<ThreadPoolWatch> log)
    {
        (_most, _onExhausted, _log) = (most, onExhausted, log);
        _thread = new Thread(Watch) { IsBackground = true, Name = "watch of the thread pool", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _over.Set();
        _thread.Join();
    }

    private void Watch()
    {
        ThreadPool.GetMinThreads(out var usual, out var completions);
        for (int given = usual, calm = 0, atLimit = 0; !_over.Wait(s_interval);)
        {
            if (IsAtWork())
            {
                atLimit = 0;
                if (given == usual || ++calm < CalmLooks) continue;
                ThreadPool.SetMinThreads(given = usual, completions);
            }
            else if (given >= _most)
            {
                if (++atLimit == LooksAtLimit) _onExhausted($"the code of jobs blocks all threads of the pool, which has reached its limit of {_most}.");
            }
            else if ((int)Math.Min(_most, ThreadPool.ThreadCount + Step + ThreadPool.PendingWorkItemCount) is var more && more > given)
            {
                if (given == usual) LogStarved(ThreadPool.ThreadCount, ThreadPool.PendingWorkItemCount);
                ThreadPool.SetMinThreads(given = more, completions);
                if (given == _most) LogExhausted(_most);
            }

            calm = 0;
        }
    }

    private static bool IsAtWork()
    {
        var ran = new ManualResetEventSlim();
        ThreadPool.UnsafeQueueUserWorkItem(static ran => ran.Set(), ran, preferLocal: false);
        return ran.Wait(s_interval);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The thread pool is starved: {Threads} threads are busy or blocked, and {Waiting} work items are waiting. Job code blocks pool threads; adding threads")]
    private partial void LogStarved(int threads, long waiting);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job code blocks the thread pool, which has reached its limit of {Most} threads")]
    private partial void LogExhausted(int most);
}
