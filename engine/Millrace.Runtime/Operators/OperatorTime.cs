namespace Millrace.Runtime.Operators;

/// <summary>The clocks of a non-keyed operator; it has no timers.</summary>
internal sealed class OperatorTime(TimeProvider time) : ITimerService
{
    public long CurrentWatermark { get; set; } = long.MinValue;

    public long CurrentProcessingTime => time.GetUtcNow().ToUnixTimeMilliseconds();

    public void RegisterEventTimeTimer(long timestamp) => throw NoKey();

    public void DeleteEventTimeTimer(long timestamp) => throw NoKey();

    public void RegisterProcessingTimeTimer(long timestamp) => throw NoKey();

    public void DeleteProcessingTimeTimer(long timestamp) => throw NoKey();

    private static InvalidOperationException NoKey() => new("Timers belong to keys; call KeyBy before Process.");
}
