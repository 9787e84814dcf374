using Microsoft.Extensions.Logging;

namespace Millrace.Hosting.Processes;

/// <summary>
/// Ends the process where it could only appear to work, so that its supervisor restarts it. What is left undone is found in the storage,
/// as after a kill.
/// </summary>
/// <param name="exit">Ends the process with an exit code; <see cref="Environment.Exit"/> except in tests.</param>
/// <param name="log">The log.</param>
/// <param name="stop">Requests a graceful stop of the process.</param>
public sealed partial class ProcessEnd(Action<int> exit, Action stop, ILogger<ProcessEnd> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(60);

    private int _isEnding;
    private string? _left;

    /// <summary>Why the process was asked to leave; null where it was not.</summary>
    public string? Left => Volatile.Read(ref _left);

    /// <summary>Ends a process that has stopped: threads that the code of jobs has left, and what it does on exit, do not keep it.</summary>
    public static void Exit(int code)
    {
        new Thread(Abort) { IsBackground = true, Name = "end of the process, at the latest" }.Start();
        Environment.Exit(code);
    }

    /// <summary>
    /// Stops the process gracefully, at most for a minute, and then ends it with <see cref="ProcessProgram.Failed"/>. Does not block; the first reason counts.
    /// </summary>
    /// <param name="reason">The reason, as a sentence.</param>
    public void Leave(string reason)
    {
        if (Interlocked.CompareExchange(ref _left, reason, null) is not null) return;
        LogEnd(reason);
        // The stop may wait for the caller.
        new Thread(() => stop()) { IsBackground = true, Name = "stop of the process" }.Start();
        new Thread(EndStop) { IsBackground = true, Name = "end of the stop, at the latest" }.Start();
    }

    /// <summary>Ends the process with <see cref="ProcessProgram.Failed"/>. Does not block; the first reason counts.</summary>
    /// <param name="reason">The reason, as a sentence.</param>
    public void Fail(string reason)
    {
        if (Interlocked.Exchange(ref _isEnding, 1) != 0) return;
        LogEnd(reason);
        // Log entries are written later, by a thread that the process does not wait for on exit.
        Console.Error.WriteLine($"error: the process ends: {reason}");
        new Thread(() => exit(ProcessProgram.Failed)) { IsBackground = true, Name = "end of the process" }.Start();
        // Code that blocks the exit, such as a job's, does not prevent it.
        if (exit == Environment.Exit) new Thread(Abort) { IsBackground = true, Name = "end of the process, at the latest" }.Start();
    }

    private static void Abort()
    {
        Thread.Sleep(Patience);
        Environment.FailFast("The process did not end by itself.");
    }

    private void EndStop()
    {
        Thread.Sleep(LongestStop);
        Fail($"it did not stop within {LongestStop.TotalSeconds:0} s.");
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "The process ends: {Reason}")]
    private partial void LogEnd(string reason);
}
