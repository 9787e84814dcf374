using Millrace.Testing.Hosts;

namespace Millrace.Simulation.Tests.Faults;

/// <summary>A call of the storage that takes longer than is usual.</summary>
/// <param name="caller">The process that made it.</param>
/// <param name="until">When it is answered, in ticks.</param>
/// <param name="isStalled">Whether that is longer than any call is waited for.</param>
internal sealed class SlowCall(SimulatedProcess caller, long until, bool isStalled)
{
    private long _until = until;

    /// <summary>When it is, or was, no longer waited for, in ticks.</summary>
    public long Until => _until;

    public bool IsStalled => isStalled;

    /// <summary>Whether it is waited for.</summary>
    public bool IsAwaited(long now) => caller.Alive && now < _until;

    /// <summary>It is over.</summary>
    public void End(long now) => _until = Math.Min(_until, now);
}
