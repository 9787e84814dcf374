using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client;
using Millrace.EndToEnd.Tests.Processes;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Blobs.Azure;
using Millrace.Hosting.Leading;
using Millrace.Hosting.Protocol;
using Millrace.Hosting.Storage;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.EndToEnd.Tests.Cluster;

/// <summary>Several job managers over one storage, of which one leads, with task managers, as separate processes.</summary>
internal sealed class ElectingJobManagers : IAsyncDisposable
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, string> _environment;
    private readonly string _storage;
    private readonly List<Manager> _managers = [];
    private readonly List<ProcessRun> _taskManagers = [];
    private readonly LeaderBlob _leader;

    private ElectingJobManagers(Dictionary<string, string> environment, string? storage, IBlobStores stores)
    {
        (_environment, _storage) = (environment, storage ?? $"file://{Folder["storage"]}");
        _leader = new LeaderBlob(stores.Open(StorageUri.TryParse(_storage)!));
    }

    public WordCountFolder Folder { get; } = new();

    public string Storage => _storage;

    /// <summary>The addresses of all that were started, for commands.</summary>
    public string Addresses => string.Join(',', _managers.Select(static m => $"http://{m.Grpc}"));

    public IReadOnlyList<Manager> Managers => _managers;

    /// <summary>Starts a cluster.</summary>
    /// <param name="jobManagers">The number of job managers.</param>
    /// <param name="taskManagers">The slots of the task managers.</param>
    public static Task<ElectingJobManagers> StartAsync(int jobManagers, params int[] taskManagers) =>
        StartAsync(new ElectingJobManagers(new(StringComparer.Ordinal), null, new BlobStores(new AzureStorageOptions())), jobManagers, taskManagers);

    /// <summary>Starts a cluster whose storage is in Azure Blob Storage, as Azurite plays it.</summary>
    public static async Task<ElectingJobManagers> StartOnAzureAsync(int jobManagers, params int[] taskManagers)
    {
        var server = await AzuriteServer.GetAsync();
        var storage = $"azure://{AzuriteServer.Account}/{await server.CreateContainerAsync()}/storage";
        return await StartAsync(new ElectingJobManagers(new(server.Settings, StringComparer.Ordinal), storage, new BlobStores(new AzureStorageOptions { ConnectionString = server.ConnectionString })), jobManagers, taskManagers);
    }

    /// <summary>Starts one more job manager, or one again, on its ports.</summary>
    public async Task<Manager> StartJobManagerAsync(Manager? again = null)
    {
        var run = ProcessRun.StartAssembly(
            BuiltAssembly.JobManager,
            ["--storage", _storage, "--alone", "false", "--grpc-address", again?.Grpc ?? "127.0.0.1:0", "--http-address", again?.Http ?? "127.0.0.1:0"],
            _environment,
            s_longest);
        var (grpc, http) = JobManagerLine.Addresses(await run.WaitForErrorLine("gRPC http"));
        var manager = new Manager(run, grpc, http);
        if (again is null) _managers.Add(manager);
        else _managers[_managers.IndexOf(again)] = manager;
        return manager;
    }

    /// <summary>Starts a task manager that is told of one job manager, or of all.</summary>
    public async Task StartTaskManagerAsync(int slots, string? jobManagers = null)
    {
        var id = $"tm-{_taskManagers.Count}";
        var run = ProcessRun.StartAssembly(
            BuiltAssembly.TaskManager, ["--jobmanager", jobManagers ?? Addresses, "--slots", $"{slots}", "--id", id, "--artifact-folder", Folder[$"code-{id}"]], _environment, s_longest);
        _taskManagers.Add(run);
        await run.WaitForError("taskmanager ready");
    }

    /// <summary>Who leads, as the storage says.</summary>
    public async Task<LeaderRecord?> ReadLeaderAsync() => (await _leader.ReadAsync(TestContext.Current.CancellationToken))?.Record;

    /// <summary>The process that leads.</summary>
    public async Task<Manager> LeaderAsync()
    {
        var leader = await ReadLeaderAsync();
        return _managers.Single(m => leader!.Grpc == $"http://{m.Grpc}");
    }

    /// <summary>Waits until another one leads, and returns how long that took.</summary>
    public async Task<TimeSpan> WaitForOtherThanAsync(Manager former)
    {
        var clock = Stopwatch.StartNew();
        while (await ReadLeaderAsync() is not { } leader || leader.Grpc == $"http://{former.Grpc}")
        {
            Assert.True(clock.Elapsed < s_longestWait, Log);
            await Task.Yield();
        }

        return clock.Elapsed;
    }

    /// <summary>Runs the command <c>millrace</c> against all, or some, of the job managers.</summary>
    public Task<CommandRun> RunAsync(string? jobManagers, params string[] arguments) => CommandRun.OfAsync(jobManagers ?? Addresses, _environment, arguments);

    /// <summary>Starts the word count of the folder as a program, with its checkpoints in the storage of the cluster.</summary>
    public ProcessRun StartProgram() =>
        ProcessRun.StartAssembly(BuiltAssembly.WordCount, ["--input", Folder.Input, "--output", Folder.Output, "--checkpoint-dir", _storage], _environment, s_longest);

    /// <summary>Submits the word count of the folder, and returns the id of the job.</summary>
    public async Task<string> SubmitAsync(IEnumerable<string> options, double rate) =>
        (await RunAsync(null, ["submit", "--json", .. Submission(options, rate)])).Json.GetProperty("id").GetString()!;

    public string[] Submission(IEnumerable<string> options, double rate) =>
        [BuiltAssembly.WordCount, .. options, "--", "--input", Folder.Input, "--output", Folder.Output, "--rate", $"{rate}"];

    /// <summary>Asks the leader for a job, and for one checkpoint of it, until it answers.</summary>
    public async Task<Job> CheckpointAsync(string job)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var channel = GrpcChannel.ForAddress((await ReadLeaderAsync())!.Grpc);
                var jobs = new Jobs.JobsClient(channel);
                var call = new CallOptions(deadline: DateTime.UtcNow + TimeSpan.FromSeconds(10), cancellationToken: TestContext.Current.CancellationToken);
                await jobs.TriggerCheckpointAsync(new TriggerCheckpointRequest { Job = job }, call);
                return await jobs.GetAsync(new GetJobRequest { Job = job }, call);
            }
            catch (RpcException e)
            {
                Assert.True(clock.Elapsed < s_longestWait, $"{e.Message}\n{Log}");
                await Task.Yield();
            }
        }
    }

    /// <summary>Stops the job, and lets it process the rest as fast as it can.</summary>
    public async Task AssertExactAsync(string job)
    {
        Assert.Equal("stopped", (await RunAsync(null, "stop", "--json", job)).Json.GetProperty("state").GetString());
        RunningCounts.Check(Folder.Output);
        await AssertRestExactAsync(job);
    }

    /// <summary>Lets the job, which was stopped, process the rest as fast as it can.</summary>
    public async Task AssertRestExactAsync(string job)
    {
        var resumed = await RunAsync(null, ["submit", "--json", .. Submission(["--restore", job, "--wait"], rate: 0)]);
        Assert.Equal("finished", resumed.Json.GetProperty("state").GetString());
        Assert.Equal(RunningCounts.OfInput(Folder), RunningCounts.Check(Folder.Output));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var run in _taskManagers.Concat(_managers.Select(static m => m.Run)))
        {
            run.Kill();
            await run.End;
            run.Dispose();
        }

        Folder.Dispose();
    }

    /// <summary>The processes' output, for failure messages.</summary>
    public string Log => string.Join('\n', _managers.Select(static m => $"--- {m.Grpc}:\n{m.Run.Error}").Concat(_taskManagers.Select(static t => $"--- task manager:\n{t.Error}")));

    private static async Task<ElectingJobManagers> StartAsync(ElectingJobManagers cluster, int jobManagers, int[] taskManagers)
    {
        try
        {
            for (var i = 0; i < jobManagers; i++) await cluster.StartJobManagerAsync();
            await Task.WhenAll(taskManagers.Select(slots => cluster.StartTaskManagerAsync(slots)));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>A job manager.</summary>
    internal sealed record Manager(ProcessRun Run, string Grpc, string Http);
}
