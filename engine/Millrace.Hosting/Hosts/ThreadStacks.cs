using System.Diagnostics.Tracing;
using System.Text;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing.Etlx;

namespace Millrace.Hosting.Hosts;

/// <summary>
/// The stacks of this process's threads: the runtime samples them, and the samples are read as <c>dotnet-stack</c> does. Takes seconds, and
/// stops all threads for a moment, so it is for threads that do not return.
/// </summary>
public static class ThreadStacks
{
    private const string Sampler = "Microsoft-DotNETCore-SampleProfiler";
    private const int BufferMegabytes = 64;

    private static readonly TimeSpan SamplingTime = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(10);
    private static readonly Lock s_gate = new();

    /// <summary>Returns the methods on a thread's stack, the innermost first, one per line; empty where they cannot be determined.</summary>
    /// <param name="thread">The operating system's id of the thread.</param>
    public static string Of(int thread)
    {
        // One session at a time: each pauses the process for a moment.
        lock (s_gate)
        {
            var samples = Path.Combine(Path.GetTempPath(), "millrace-" + Path.GetRandomFileName());
            try
            {
                Sample(samples);
                return Read(samples, thread);
            }
            catch (Exception e)
            {
                // For example, diagnostics are disabled in the process, or the temporary folder is full.
                return $"(not available: {e.Message})";
            }
            finally
            {
                File.Delete(samples);
                File.Delete(samples + ".etlx");
            }
        }
    }

    private static void Sample(string path)
    {
        using var file = File.Create(path);
        using var session = new DiagnosticsClient(Environment.ProcessId).StartEventPipeSession(
            [new EventPipeProvider(Sampler, EventLevel.Informational)], requestRundown: true, BufferMegabytes);
        var copied = session.EventStream.CopyToAsync(file);
        Thread.Sleep(SamplingTime);
        session.Stop();
        if (!copied.Wait(EndLimit)) throw new TimeoutException("the runtime did not end the sampling.");
    }

    private static string Read(string path, int thread)
    {
        using var log = new TraceLog(TraceLog.CreateFromEventPipeDataFile(path, path + ".etlx"));
        var stack = log.Events.Where(e => e.ThreadID == thread && e.ProviderName == Sampler).Select(static e => e.CallStack()).LastOrDefault(static s => s is not null);
        var text = new StringBuilder();
        for (; stack is not null; stack = stack.Caller) text.Append("   at ").Append(stack.CodeAddress.Method?.FullMethodName ?? stack.CodeAddress.ModuleName).Append('\n');
        return text.ToString().TrimEnd('\n');
    }
}
