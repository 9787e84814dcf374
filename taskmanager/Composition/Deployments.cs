using Millrace.Core.Control;
using Millrace.Core.Hosts;
using Millrace.Core.Metrics;
using Millrace.Hosting.Artifacts;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;
using Millrace.Hosting.Control;
using Millrace.TaskManager.Exchange;
using Millrace.TaskManager.Loading;
using Millrace.TaskManager.Planning;
using Millrace.TaskManager.Registration;

namespace Millrace.TaskManager.Composition;

/// <summary>The task executor of a process: made when a job manager first says where state is kept, and kept over sessions.</summary>
internal sealed class Deployments(
    TaskManagerOptions options, DataExchange exchange, IActivityHost host, TimeProvider time, IJobManagerGateway jobManager, EngineMeter meter, ILogger<TaskExecutor> log)
    : IDeployments
{
    private JobLibrary? _library;
    private JobPlanning? _planner;
    private TaskExecutor? _tasks;
    private (string Storage, bool CollectibleJobs) _cluster;

    /// <summary>The code of jobs; null before the first session.</summary>
    public JobLibrary? Library => Volatile.Read(ref _library);

    public TaskManagerStatus Status => new(Environment.WorkingSet, Library?.Loaded ?? []);

    public (ITaskManagerGateway Tasks, IJobPlanner Planner) Begin(TaskManagerMessage.Welcome welcome)
    {
        // What runs belongs to a session that is over; where the cluster is another one, its code and state are elsewhere too.
        _tasks?.EndAll();
        if (_tasks is null || _planner is null || _cluster != (welcome.Storage, welcome.CollectibleJobs))
        {
            var folder = StorageUrl.FolderOf(welcome.Storage)
                ?? throw new InvalidOperationException($"The job manager keeps state in {welcome.Storage}: {StorageUrl.Expected}");
            var blobs = new DirectoryBlobStore(folder);
            var library = new JobLibrary(new ArtifactCache(new ArtifactStore(blobs), options.ArtifactFolder), welcome.CollectibleJobs);
            (_tasks, _planner, _cluster) = (Execute(library, new JobStore(blobs)), new JobPlanning(library, host), (welcome.Storage, welcome.CollectibleJobs));
            Volatile.Write(ref _library, library);
        }

        return (_tasks, _planner);
    }

    private TaskExecutor Execute(JobLibrary library, JobStore store) => new(
        options.Id, library, store, new ChannelRegistry(exchange: exchange), host, time, jobManager, log, new TaskExecutorOptions { Meter = meter, MaxRecordBytes = options.MaxRecordSize });
}
