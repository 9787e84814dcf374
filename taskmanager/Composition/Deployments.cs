using Millrace.Core.Control;
using Millrace.Core.Hosts;
using Millrace.Core.Metrics;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;
using Millrace.Hosting.Control;
using Millrace.TaskManager.Registration;

namespace Millrace.TaskManager.Composition;

/// <summary>The task executor of a process: made when a job manager first says where state is kept, and kept over sessions.</summary>
internal sealed class Deployments(
    string id, JobLibrary library, IActivityHost host, TimeProvider time, IJobManagerGateway jobManager, EngineMeter meter, ILogger<TaskExecutor> log) : IDeployments
{
    private readonly LibraryPlanner _planner = new(library, host);
    private TaskExecutor? _tasks;
    private string _storage = "";

    public TaskManagerStatus Status => new(Environment.WorkingSet, []);

    public (ITaskManagerGateway Tasks, IJobPlanner Planner) Begin(TaskManagerMessage.Welcome welcome)
    {
        // What runs belongs to a session that is over; where the storage is another one, to another cluster.
        _tasks?.EndAll();
        if (_tasks is null || _storage != welcome.Storage)
        {
            var folder = StorageUrl.FolderOf(welcome.Storage)
                ?? throw new InvalidOperationException($"The job manager keeps state in {welcome.Storage}: {StorageUrl.Expected}");
            (_tasks, _storage) = (Execute(new JobStore(new DirectoryBlobStore(folder))), welcome.Storage);
        }

        return (_tasks, _planner);
    }

    private TaskExecutor Execute(JobStore store) =>
        new(id, library, store, new ChannelRegistry(), host, time, jobManager, log, new TaskExecutorOptions { Meter = meter });
}
