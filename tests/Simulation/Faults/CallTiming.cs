namespace Millrace.Simulation.Tests.Faults;

/// <summary>When a call of the storage takes effect, and when its answer arrives.</summary>
/// <param name="Moment">When it takes effect.</param>
/// <param name="Before">The time from the call to the effect, where that happens on its way.</param>
/// <param name="After">The time from there to the arrival of the answer.</param>
internal readonly record struct CallTiming(EffectMoment Moment, TimeSpan Before, TimeSpan After)
{
    /// <summary>Whether it is answered within the call, as where storage is a folder.</summary>
    public bool IsImmediate { get; init; }

    /// <summary>Whether it also takes effect on its way when its process has died or does not wait any longer.</summary>
    public bool IsSent { get; init; }

    /// <summary>Whether it is slower than is usual.</summary>
    public bool IsSlow { get; init; }

    /// <summary>Whether it takes longer than any call is waited for.</summary>
    public bool IsStalled { get; init; }

    /// <summary>The time from the call to the arrival of the answer.</summary>
    public TimeSpan Whole => Before + After;
}
