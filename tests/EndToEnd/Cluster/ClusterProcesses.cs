using Grpc.Core;
using Grpc.Net.Client;
using Millrace.EndToEnd.Tests.Processes;
using Millrace.Hosting.Protocol;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.EndToEnd.Tests.Cluster;

/// <summary>A job manager and task managers as separate processes, started from their build output, in a folder of one test.</summary>
internal sealed class ClusterProcesses : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    private const string Registered = "Registered with the job manager";

    private readonly Dictionary<string, ProcessRun> _taskManagers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _jobs = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly string _storage;
    private ProcessRun? _jobManager;
    private string _grpcAddress = "127.0.0.1:0";
    private string _httpAddress = "127.0.0.1:0";

    private ClusterProcesses(IReadOnlyDictionary<string, string> environment, string? storage = null) =>
        (_environment, _storage) = (environment, storage ?? $"file://{Folder["storage"]}");

    public WordCountFolder Folder { get; } = new();

    /// <summary>A place for savepoints, outside the storage and in the same kind of store.</summary>
    public string Savepoints => $"{_storage}-savepoints";

    public string Grpc => $"http://{_grpcAddress}";

    public Uri Http => new($"http://{_httpAddress}");

    public ProcessRun JobManager => _jobManager!;

    public IReadOnlyCollection<string> TaskManagers => _taskManagers.Keys;

    /// <summary>Starts a cluster with the given task managers, and waits until all are registered.</summary>
    public static Task<ClusterProcesses> StartAsync(params (string Id, int Slots)[] taskManagers) => StartAsync(new Dictionary<string, string>(), taskManagers);

    /// <summary>Starts a cluster whose processes have additional environment variables.</summary>
    public static Task<ClusterProcesses> StartAsync(IReadOnlyDictionary<string, string> environment, params (string Id, int Slots)[] taskManagers) =>
        StartAsync(new ClusterProcesses(environment), taskManagers);

    /// <summary>Starts a cluster whose storage is in Azure Blob Storage, as Azurite plays it.</summary>
    public static async Task<ClusterProcesses> StartOnAzureAsync(params (string Id, int Slots)[] taskManagers)
    {
        var server = await AzuriteServer.GetAsync();
        return await StartAsync(new ClusterProcesses(server.Settings, $"azure://{AzuriteServer.Account}/{await server.CreateContainerAsync()}/storage"), taskManagers);
    }

    private static async Task<ClusterProcesses> StartAsync(ClusterProcesses cluster, (string Id, int Slots)[] taskManagers)
    {
        try
        {
            await cluster.StartJobManager();
            await Task.WhenAll(taskManagers.Select(t => cluster.StartTaskManager(t.Id, t.Slots)));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the job manager on the storage, on its previous ports if it ran before, and waits for the running task managers.</summary>
    public async Task StartJobManager()
    {
        var joined = Task.WhenAll(_taskManagers.Values.Where(t => !t.End.IsCompleted).Select(t => t.WaitForErrorAgain(Registered)).ToList());
        _jobManager?.Dispose();
        _jobManager = ProcessRun.StartAssembly(
            BuiltAssembly.JobManager,
            ["--storage", _storage, "--grpc-address", _grpcAddress, "--http-address", _httpAddress],
            _environment,
            Longest);
        (_grpcAddress, _httpAddress) = JobManagerLine.Addresses(await _jobManager.WaitForErrorLine("jobmanager ready"));
        await joined;
    }

    /// <summary>Starts a task manager, or restarts it after a kill, and waits until it is registered.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="slots">How many slots it has; null for as many as before.</param>
    /// <param name="jobs">The names of the jobs for which it is reserved, also when it is restarted; null for any.</param>
    public async Task StartTaskManager(string id, int? slots = null, string? jobs = null)
    {
        ProcessRun taskManager;
        lock (_taskManagers)
        {
            if (slots is { } number) _slots[id] = number;
            if (jobs is not null) _jobs[id] = jobs;
            taskManager = ProcessRun.StartAssembly(
                BuiltAssembly.TaskManager,
                ["--jobmanager", Grpc, "--slots", $"{_slots[id]}", "--id", id, "--artifact-folder", Folder[$"code-{id}"], .. _jobs.TryGetValue(id, out var kept) ? ["--jobs", kept] : Array.Empty<string>()],
                _environment,
                Longest);
            if (_taskManagers.Remove(id, out var former)) former.Dispose();
            _taskManagers.Add(id, taskManager);
        }

        await Task.WhenAll(taskManager.WaitForError("taskmanager ready"), taskManager.WaitForError(Registered));
    }

    /// <summary>Runs an action while task managers whose processes end are restarted, as by a supervisor.</summary>
    public async Task WhileTaskManagersAreKept(Func<Task> act)
    {
        using var over = new CancellationTokenSource();
        var kept = Task.WhenAll(TaskManagers.ToList().Select(id => Keep(id, over.Token)));
        try
        {
            await act();
        }
        finally
        {
            await over.CancelAsync();
            await kept;
        }
    }

    public ProcessRun TaskManager(string id) => _taskManagers[id];

    public Task KillJobManager() => Kill(JobManager);

    public Task KillTaskManager(string id) => Kill(_taskManagers[id]);

    public Task KillAll() => Task.WhenAll(_taskManagers.Values.Append(JobManager).Select(Kill));

    /// <summary>Runs the command <c>millrace</c> against this cluster.</summary>
    public Task<CommandRun> Run(params string[] arguments) => CommandRun.OfAsync(Grpc, _environment, arguments);

    /// <summary>Runs the command with <c>--json</c>.</summary>
    public Task<CommandRun> RunJson(string command, params string[] arguments) => Run([command, "--json", .. arguments]);

    /// <summary>Submits the word count of this folder.</summary>
    /// <param name="options">Options of the command.</param>
    /// <param name="rate">Lines per second for each subtask that reads; 0 for no limit.</param>
    /// <param name="output">The output folder, beside others of the cluster; null for the default one.</param>
    /// <returns>The id of the job.</returns>
    public async Task<string> Submit(IEnumerable<string> options, double rate, string? output = null) =>
        (await RunJson("submit", Submission(options, rate, output))).Json.GetProperty("id").GetString()!;

    /// <summary>The arguments of <c>submit</c> for the word count of this folder.</summary>
    public string[] Submission(IEnumerable<string> options, double rate, string? output = null) =>
        [BuiltAssembly.WordCount, .. options, "--", "--input", Folder.Input, "--output", output is null ? Folder.Output : Folder[output], "--rate", $"{rate}"];

    public async Task<Job> Get(string job)
    {
        using var channel = GrpcChannel.ForAddress(Grpc);
        return await new Jobs.JobsClient(channel).GetAsync(new GetJobRequest { Job = job }, cancellationToken: TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until a job meets a condition; it must not end first.</summary>
    public Task<Job> WaitFor(string job, Func<Job, bool> condition) => WatchUntil(job, condition, TestContext.Current.CancellationToken);

    /// <summary>Waits for an event that this job causes; the job must not end first.</summary>
    public async Task WaitFor(string job, Task happened)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var ended = WatchUntil(job, static _ => false, over.Token);
        if (await Task.WhenAny(happened, ended) == ended) await ended;
        await over.CancelAsync();
    }

    /// <summary>Waits until all subtasks run, in an attempt later than the given one.</summary>
    public Task<Job> WaitForRunning(string job, int afterAttempt = 0) =>
        WaitFor(job, state => state.State == Job.Types.State.Running && state.Attempt > afterAttempt);

    public async ValueTask DisposeAsync()
    {
        foreach (var run in _taskManagers.Values.Append(_jobManager).OfType<ProcessRun>())
        {
            if (!run.End.IsCompleted) await Kill(run);
            run.Dispose();
        }

        Folder.Dispose();
    }

    /// <summary>The processes' output, for failure messages.</summary>
    private string Log => string.Join('\n', _taskManagers.Select(t => $"--- {t.Key}:\n{t.Value.Error}").Prepend($"--- jobmanager:\n{JobManager.Error}"));

    private async Task<Job> WatchUntil(string job, Func<Job, bool> condition, CancellationToken over)
    {
        using var channel = GrpcChannel.ForAddress(Grpc);
        using var tooLong = CancellationTokenSource.CreateLinkedTokenSource(over);
        tooLong.CancelAfter(LongestWait);
        Job? last = null;
        try
        {
            using var call = new Jobs.JobsClient(channel).Watch(new GetJobRequest { Job = job }, cancellationToken: tooLong.Token);
            await foreach (var state in call.ResponseStream.ReadAllAsync(tooLong.Token))
            {
                last = state;
                if (condition(state)) return state;
            }
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException)
        {
            Assert.Fail($"{e.Message}\nThe job was last seen so: {last}\n{Log}");
        }

        Assert.Fail($"The job has ended: {last}\n{Log}");
        return null;
    }

    private async Task Keep(string id, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            Task ended;
            lock (_taskManagers) ended = _taskManagers[id].End;
            var cancelled = new TaskCompletionSource();
            using var registration = over.Register(cancelled.SetResult);
            if (await Task.WhenAny(ended, cancelled.Task) == ended) await StartTaskManager(id);
        }
    }

    private static async Task Kill(ProcessRun run)
    {
        run.Kill();
        await run.End;
    }
}
