using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Grpc.Net.Client;
using Millrace.Hosting.Protocol;

namespace Millrace.Bench.Recovery;

/// <summary>A job manager and two task managers of four slots as separate processes, with default settings.</summary>
internal sealed partial class MeasuredCluster : IDisposable
{
    /// <summary>The task manager that is killed.</summary>
    public const string Victim = "b";

    private const string Survivor = "a";

    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);

    private readonly string _folder;
    private readonly Process _jobManager;
    private readonly Process _survivor;
    private readonly string _address;
    private readonly GrpcChannel _channel;
    private Process _victim;

    /// <param name="folder">A folder for the code and the logs of the processes.</param>
    /// <param name="storage">The storage of the cluster.</param>
    public MeasuredCluster(string folder, string storage)
    {
        _folder = folder;
        (_jobManager, var ready) = Start("jobmanager", "jobmanager", "jobmanager ready", "--storage", storage, "--grpc-address", "127.0.0.1:0", "--http-address", "127.0.0.1:0");
        _address = $"http://{Address.Match(ready).Groups[1].Value}";
        _channel = GrpcChannel.ForAddress(_address);
        Jobs = new Jobs.JobsClient(_channel);
        _survivor = StartTaskManager(Survivor);
        _victim = StartTaskManager(Victim);
    }

    /// <summary>The control API.</summary>
    public Jobs.JobsClient Jobs { get; }

    /// <summary>Submits a job of this assembly by the command; returns its id.</summary>
    public string Submit(Type job, IEnumerable<string> options, IEnumerable<string> arguments)
    {
        var start = Describe("cli", "millrace", ["submit", "--json", "--jobmanager", _address, "--job", job.FullName!, Path.Combine(AppContext.BaseDirectory, "Bench.dll"), .. options, "--", .. arguments]);
        start.RedirectStandardOutput = true;
        using var run = Process.Start(start)!;
        var answer = run.StandardOutput.ReadToEnd();
        run.WaitForExit();
        return run.ExitCode == 0 ? JsonDocument.Parse(answer).RootElement.GetProperty("id").GetString()! : throw new InvalidOperationException("The job was refused.");
    }

    /// <summary>Kills a task manager by SIGKILL; returns when.</summary>
    public long Kill()
    {
        var now = Stopwatch.GetTimestamp();
        _victim.Kill();
        return now;
    }

    /// <summary>Starts the task manager again that was killed.</summary>
    public void StartVictim()
    {
        _victim.WaitForExit();
        _victim.Dispose();
        _victim = StartTaskManager(Victim);
    }

    public void Dispose()
    {
        _channel.Dispose();
        foreach (var process in (IEnumerable<Process>)[_jobManager, _survivor, _victim])
        {
            if (!process.HasExited) process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
    }

    private Process StartTaskManager(string id) =>
        Start("taskmanager", id, "Registered", "--jobmanager", _address, "--slots", "4", "--id", id, "--artifact-folder", Path.Combine(_folder, $"code-{id}")).Process;

    /// <summary>Starts a program, and waits for a line of its log, which is written to a file besides.</summary>
    private (Process Process, string Line) Start(string program, string name, string awaited, params string[] arguments)
    {
        var start = Describe(program, program, arguments);
        start.RedirectStandardError = true;
        var (process, found) = (new Process { StartInfo = start }, new TaskCompletionSource<string>());
        var log = Path.Combine(_folder, $"{name}.log");
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not { } text) return;
            File.AppendAllText(log, text + "\n");
            if (text.Contains(awaited, StringComparison.Ordinal)) found.TrySetResult(text);
        };
        process.Start();
        process.BeginErrorReadLine();
        if (found.Task.Wait(s_longest)) return (process, found.Task.Result);
        process.Kill();
        throw new InvalidOperationException($"{name} did not say '{awaited}': {File.ReadAllText(log)}");
    }

    /// <summary>A program of this repository, in the configuration of this one.</summary>
    private static ProcessStartInfo Describe(string project, string name, IEnumerable<string> arguments)
    {
        var build = new DirectoryInfo(AppContext.BaseDirectory);
        var path = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../..", project, "bin", build.Parent!.Name, build.Name, name + ".dll"));
        return new ProcessStartInfo("dotnet", [path, .. arguments]);
    }

    [GeneratedRegex(@"grpc[^0-9]*([0-9.]+:\d+)", RegexOptions.IgnoreCase)]
    private static partial Regex Address { get; }
}
