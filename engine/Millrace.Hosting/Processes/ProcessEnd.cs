using Microsoft.Extensions.Logging;

namespace Millrace.Hosting.Processes;

/// <summary>
/// Ends the process where going on would only look like working, so that whoever supervises it starts it again. What is left undone is
/// found in the storage, as after a kill.
/// </summary>
/// <param name="exit">Ends the process with an exit code; <see cref="Environment.Exit"/> but in tests.</param>
/// <param name="log">The log.</param>
/// <param name="stop">Asks the process to stop in good order.</param>
public sealed partial class ProcessEnd(Action<int> exit, Action stop, ILogger<ProcessEnd> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private int _isEnding;
    private string? _left;

    /// <summary>Why the process was asked to leave; null where it was not.</summary>
    public string? Left => Volatile.Read(ref _left);

    /// <summary>Lets the process stop in good order, and then end with <see cref="ProcessProgram.Failed"/>. Does not wait; the first reason counts.</summary>
    /// <param name="reason">Why, in a sentence.</param>
    public void Leave(string reason)
    {
        if (Interlocked.CompareExchange(ref _left, reason, null) is not null) return;
        LogEnd(reason);
        // Whoever tells of it may be what the stop waits for.
        new Thread(() => stop()) { IsBackground = true, Name = "stop of the process" }.Start();
    }

    /// <summary>Ends the process with <see cref="ProcessProgram.Failed"/>. Does not wait; the first reason counts.</summary>
    /// <param name="reason">Why, in a sentence.</param>
    public void Fail(string reason)
    {
        if (Interlocked.Exchange(ref _isEnding, 1) != 0) return;
        LogEnd(reason);
        // What is logged is written later, by a thread that the end of the process does not wait for.
        Console.Error.WriteLine($"error: the process ends: {reason}");
        new Thread(() => exit(ProcessProgram.Failed)) { IsBackground = true, Name = "end of the process" }.Start();
        // Whoever blocks the end of a process, such as code of a job, does not keep it from ending.
        new Thread(Abort) { IsBackground = true, Name = "end of the process, at the latest" }.Start();
    }

    private void Abort()
    {
        Thread.Sleep(Patience);
        if (exit == Environment.Exit) Environment.FailFast("The process did not end by itself.");
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "The process ends: {Reason}")]
    private partial void LogEnd(string reason);
}
