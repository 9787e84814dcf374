using Millrace.Core.Hosts;

namespace Millrace.Hosting.Hosts;

/// <summary>Gives each activity a thread of its own, so that a blocked one holds up nobody, and effects threads of theirs, so that the pool has time for timers and connections.</summary>
/// <param name="onDefect">
/// Told of an exception that a step or an effect let through, with the name of the activity, which is empty for an effect. Tasks and the
/// job manager make failures of what they expect, so this is a defect of the engine: the activity is dead, and whoever waits for it must
/// be told.
/// </param>
/// <param name="stackOf">Says where a thread is, by the system's number, such as <c>ThreadStacks.Of</c>; null where nobody can.</param>
public sealed class ThreadHost(Action<string, Exception> onDefect, Func<int, string>? stackOf = null) : IActivityHost
{
    private readonly EffectThreads _effects = new(new EffectThreadsOptions(), TimeProvider.System);

    /// <param name="onDefect">Told of an exception that a step or an effect let through.</param>
    public ThreadHost(Action<Exception> onDefect) : this((_, e) => onDefect(e))
    {
    }

    public IActivity Start(string name, Func<bool> step) => new ThreadActivity(name, step, e => onDefect(name, e), stackOf);

    public void Run(Action effect) => _effects.Run(() => Guard(effect));

    private void Guard(Action effect)
    {
        try
        {
            effect();
        }
        catch (Exception e)
        {
            onDefect("", e);
        }
    }
}
