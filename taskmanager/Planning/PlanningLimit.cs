using Millrace.Core.Hosts;
using Millrace.TaskManager.Ending;

namespace Millrace.TaskManager.Planning;

/// <summary>The time after which a thread that plans a job counts as stuck.</summary>
/// <param name="limit">The time: that after which the caller no longer waits for the answer.</param>
/// <param name="stuck">The threads that do not return.</param>
/// <param name="time">The clock.</param>
internal sealed class PlanningLimit(TimeSpan limit, StuckThreads stuck, TimeProvider time)
{
    /// <summary>Watches a thread that starts planning; the result must be disposed when it has finished.</summary>
    public IDisposable Watch(string name, IActivity planning) => new Watching(this, name, planning);

    private sealed class Watching : IDisposable
    {
        private readonly Lock _gate = new();
        private readonly ITimer _timer;
        private IDisposable? _stuck;
        private bool _hasEnded;

        public Watching(PlanningLimit limit, string name, IActivity planning) =>
            _timer = limit.Time.CreateTimer(_ => GiveUp(limit, name, planning), null, limit.Limit, Timeout.InfiniteTimeSpan);

        public void Dispose()
        {
            lock (_gate) _hasEnded = true;
            _timer.Dispose();
            _stuck?.Dispose();
        }

        private void GiveUp(PlanningLimit limit, string name, IActivity planning)
        {
            lock (_gate)
            {
                if (!_hasEnded) _stuck = limit.Stuck.Add(name, "", limit.Limit, planning);
            }
        }
    }

    private TimeSpan Limit => limit;

    private StuckThreads Stuck => stuck;

    private TimeProvider Time => time;
}
