using Millrace.JobManager.Dispatching;
using Millrace.Simulation.Tests.World.Processes;
using Millrace.Testing.Hosts;

namespace Millrace.Simulation.Tests.World.Clients;

/// <summary>A job whose changes are read, as by whoever follows its logs: until it has ended, or until the reader has seen enough.</summary>
/// <param name="world">The world.</param>
/// <param name="manager">The job manager that tells of the job.</param>
/// <param name="time">After which the reader has seen enough, whether the job has ended or not.</param>
internal sealed class FollowedJob(SimulatedWorld world, JobManagerNode manager, TimeSpan time)
{
    private static readonly TimeSpan s_pace = TimeSpan.FromMilliseconds(20);

    private bool _isOver;

    /// <summary>Begins to read.</summary>
    /// <param name="watch">What is read.</param>
    /// <param name="onFirst">Told of what comes first.</param>
    public void Begin(JobWatch watch, Action<Answer<JobStatus>> onFirst)
    {
        world.After(time, () => InProcess(() => End(watch)));
        Read(watch, onFirst);
    }

    private void Read(JobWatch watch, Action<Answer<JobStatus>>? onFirst)
    {
        while (watch.Changes.TryRead(out var change))
        {
            onFirst?.Invoke(change);
            onFirst = null;
        }

        if (watch.Changes.Completion.IsCompleted) End(watch);
        else if (!_isOver && manager.Process.Alive) world.After(s_pace, () => InProcess(() => Read(watch, onFirst)));
    }

    private void End(JobWatch watch)
    {
        _isOver = true;
        watch.Dispose();
    }

    private void InProcess(Action act) => new Work(world.Scheduler, manager.Process, () =>
    {
        act();
        return false;
    }).Wake();
}
