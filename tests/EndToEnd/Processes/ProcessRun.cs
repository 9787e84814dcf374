using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Millrace.EndToEnd.Tests.Processes;

/// <summary>One of our programs as a separate process: its output, its exit code, and signals to it.</summary>
internal sealed class ProcessRun : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Settings of the runtime for processes that live for seconds: what it compiles and collects to make long runs fast costs them more CPU than
    /// their own work, and so does mapping code a second time to write it.
    /// </summary>
    private static readonly Dictionary<string, string> s_shortLived = new(StringComparer.Ordinal)
    {
        ["DOTNET_TieredPGO"] = "0",
        // Hexadecimal: recompiles methods after 1,280 calls instead of 30.
        ["DOTNET_TC_CallCountThreshold"] = "500",
        ["DOTNET_EnableWriteXorExecute"] = "0",
        ["DOTNET_gcConcurrent"] = "0",
        ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0",
    };

    private readonly CancellationTokenSource _tooLong;
    private readonly Process _process;
    private readonly Reading _output;
    private readonly Reading _error;

    private ProcessRun(ProcessStartInfo start, TimeSpan? longest = null)
    {
        _tooLong = new CancellationTokenSource(longest ?? Longest);
        _process = Process.Start(start)!;
        _output = new Reading(_process.StandardOutput);
        _error = new Reading(_process.StandardError);
        End = WaitAsync();
        _tooLong.Token.Register(Kill);
    }

    /// <summary>The exit code, available once the process has ended and all its output is read. A process that hangs is killed.</summary>
    public Task<int> End { get; }

    public string Output => _output.Text;

    public string Error => _error.Text;

    /// <summary>Starts a program whose assembly is in the tests' output folder.</summary>
    public static ProcessRun Start(string program, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>>? environment = null) =>
        StartAssembly(Assembly(program), arguments, environment);

    /// <summary>Starts a program through a shell, in whose script <c>"$@"</c> is the program with its arguments.</summary>
    public static ProcessRun StartInShell(string script, string program, IEnumerable<string> arguments) =>
        StartAssemblyInShell(script, Assembly(program), arguments);

    /// <summary>Starts an assembly at any path through a shell, in whose script <c>"$@"</c> is the program with its arguments.</summary>
    public static ProcessRun StartAssemblyInShell(string script, string assembly, IEnumerable<string> arguments) =>
        new(Describe("/bin/sh", ["-c", script, "sh", Host, assembly, .. arguments]));

    /// <summary>Starts a command of the SDK.</summary>
    public static ProcessRun StartSdk(params IEnumerable<string> arguments) => new(Describe(Host, arguments));

    /// <summary>Starts an assembly at any path.</summary>
    /// <param name="assembly">Its path.</param>
    /// <param name="arguments">Its command line.</param>
    /// <param name="environment">Variables in addition to those of the tests, of which it gets none that is a setting.</param>
    /// <param name="longest">The time after which it is killed; null for 2 minutes.</param>
    public static ProcessRun StartAssembly(
        string assembly, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>>? environment = null, TimeSpan? longest = null)
    {
        var start = Describe(Host, [assembly, .. arguments]);
        foreach (var (name, value) in environment ?? []) start.Environment[name] = value;
        return new ProcessRun(start, longest);
    }

    /// <summary>Waits until a line of standard error contains a text.</summary>
    /// <exception cref="InvalidOperationException">The process ended without it.</exception>
    public Task WaitForError(string text) => _error.WaitFor(text, 1);

    /// <summary>Waits until standard error contains a text once more than it did when this was called.</summary>
    /// <exception cref="InvalidOperationException">The process ended without it.</exception>
    public Task WaitForErrorAgain(string text) => _error.WaitFor(text, Error.AsSpan().Count(text) + 1);

    /// <summary>Waits until a line of standard error contains a text, and returns the first such line.</summary>
    /// <exception cref="InvalidOperationException">The process ended without it.</exception>
    public async Task<string> WaitForErrorLine(string text)
    {
        await WaitForError(text);
        return Error.Split('\n').First(line => line.Contains(text, StringComparison.Ordinal));
    }

    /// <summary>Sends SIGKILL: the process stops running at once.</summary>
    public void Kill() => _process.Kill();

    public void Interrupt() => Send(2);

    public void Terminate() => Send(15);

    /// <summary>Sends SIGSTOP: the process is paused until it is resumed.</summary>
    public void Pause() => Send(19);

    /// <summary>Sends SIGCONT.</summary>
    public void Resume() => Send(18);

    public void Dispose()
    {
        _tooLong.Dispose();
        if (!End.IsCompleted) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static string Host => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet";

    private static string Assembly(string program) => Path.Combine(AppContext.BaseDirectory, program + ".dll");

    private static ProcessStartInfo Describe(string file, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        // Variables of the tests themselves are no settings of the program, which would warn of them.
        foreach (var name in start.Environment.Keys.Where(static n => n.StartsWith("MILLRACE_", StringComparison.Ordinal)).ToArray()) start.Environment.Remove(name);
        foreach (var (name, value) in s_shortLived) start.Environment[name] = value;
        return start;
    }

    private async Task<int> WaitAsync()
    {
        await Task.WhenAll(_output.End, _error.End);
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    private void Send(int signal)
    {
        if (kill(_process.Id, signal) != 0) throw new InvalidOperationException($"Signal {signal} cannot be sent: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int kill(int process, int signal);

    /// <summary>Reads the lines of a stream, as they come.</summary>
    private sealed class Reading
    {
        private readonly StringBuilder _text = new();
        private readonly List<(string Text, int Times, TaskCompletionSource Seen)> _awaited = [];
        private bool _ended;

        public Reading(StreamReader stream) => End = ReadAsync(stream);

        public Task End { get; }

        public string Text
        {
            get
            {
                lock (_text) return _text.ToString();
            }
        }

        public Task WaitFor(string text, int times)
        {
            lock (_text)
            {
                var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _awaited.Add((text, times, seen));
                Look();
                return seen.Task;
            }
        }

        private async Task ReadAsync(StreamReader stream)
        {
            while (await stream.ReadLineAsync() is { } line)
            {
                lock (_text)
                {
                    _text.Append(line).Append('\n');
                    Look();
                }
            }

            lock (_text)
            {
                _ended = true;
                Look();
            }
        }

        private void Look()
        {
            foreach (var (text, times, seen) in _awaited.Where(a => !a.Seen.Task.IsCompleted))
            {
                if (_text.ToString().AsSpan().Count(text) >= times) seen.TrySetResult();
                else if (_ended) seen.TrySetException(new InvalidOperationException($"The process ended without '{text}':\n{_text}"));
            }
        }
    }
}
