using Millrace.Core.Hosts;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Control;
using Millrace.TaskManager.Exchange;

namespace Millrace.TaskManager.Composition;

/// <summary>What the parts of a task manager share.</summary>
/// <param name="Options">How it runs tasks.</param>
/// <param name="Open">Opens the cluster's storage, with the library of its jobs.</param>
/// <param name="Exchange">The exchange of data with other task managers, under its name.</param>
/// <param name="Host">Runs tasks, mail and effects.</param>
/// <param name="Time">The clock.</param>
/// <param name="Memory">Returns the memory that the process uses, in bytes.</param>
internal sealed record TaskManagerContext(
    TaskExecutorOptions Options,
    Func<TaskManagerMessage.Welcome, (IBlobStore Blobs, JobLibrary Library)> Open,
    DataExchange Exchange,
    IActivityHost Host,
    TimeProvider Time,
    Func<long> Memory)
{
    /// <summary>The task manager's name.</summary>
    public string Id => Exchange.Id;
}
