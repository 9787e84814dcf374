using Millrace.Core.Control;
using Millrace.Core.Hosts;
using Millrace.Hosting.Checkpoints;

namespace Millrace.TaskManager;

/// <summary>What the tasks of a process share.</summary>
internal sealed record TaskContext(
    JobLibrary Library, JobStore Store, ChannelRegistry Channels, IActivityHost Host, TimeProvider Time, IJobManagerGateway JobManager);
