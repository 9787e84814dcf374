using Millrace.Core.Hosts;

namespace Millrace.Hosting.Hosts;

/// <summary>
/// Gives each activity a dedicated thread, so that a blocked one holds up nothing else, and effects their own threads, so that the pool
/// stays free for timers and connections.
/// </summary>
/// <param name="onDefect">
/// Called with an exception that a step or an effect has let through, and the name of the activity, which is empty for an effect. Tasks
/// and the job manager convert expected exceptions to failures, so this is a defect of the engine: the activity is dead, and anything
/// that waits for it must be notified.
/// </param>
/// <param name="stackOf">Returns a thread's stack by the system's id, such as <c>ThreadStacks.Of</c>; null where that is not possible.</param>
/// <param name="effects">How many effects run at once, 1 or more.</param>
public sealed class ThreadHost(Action<string, Exception> onDefect, Func<int, string>? stackOf = null, int effects = ThreadHost.DefaultEffects) : IActivityHost
{
    /// <summary>How many effects run at once by default: they wait for disks and other systems, and hardly compute.</summary>
    public const int DefaultEffects = 32;

    private readonly EffectThreads _effects = new(effects, TimeProvider.System);

    /// <param name="onDefect">Called with an exception that a step or an effect has let through.</param>
    public ThreadHost(Action<Exception> onDefect) : this((_, e) => onDefect(e))
    {
    }

    public IActivity Start(string name, Func<bool> step) => new ThreadActivity(name, step, e => onDefect(name, e), stackOf);

    public void Run(Func<Task> effect) => _effects.Run(() => _ = Guard(effect));

    private async Task Guard(Func<Task> effect)
    {
        try
        {
            await effect();
        }
        catch (Exception e)
        {
            onDefect("", e);
        }
    }
}
