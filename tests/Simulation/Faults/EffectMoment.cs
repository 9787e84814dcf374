namespace Millrace.Simulation.Tests.Faults;

/// <summary>When a call of the storage takes effect.</summary>
internal enum EffectMoment
{
    /// <summary>Within the call.</summary>
    AtOnce,

    /// <summary>On its way, whatever has become of the process by then.</summary>
    OnTheWay,

    /// <summary>Immediately before its answer is delivered: a process that is paused, has died or does not wait any longer never sent it.</summary>
    WithTheAnswer,
}
