using Millrace.Core.Hosts;

namespace Millrace.Local.Hosts;

/// <summary>Gives each activity a thread of its own, so that a blocked one holds up nobody; effects run on the pool.</summary>
internal sealed class ThreadHost : IActivityHost
{
    public IActivity Start(string name, Func<bool> step) => new ThreadActivity(name, step);

    public void Run(Action effect) => ThreadPool.UnsafeQueueUserWorkItem(static effect => effect(), effect, preferLocal: false);
}
