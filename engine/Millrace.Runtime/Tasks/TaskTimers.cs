using Millrace.Runtime.Operators;
using Millrace.Runtime.Receivers;

namespace Millrace.Runtime.Tasks;

/// <summary>
/// Fires the timers of a task's operators by both clocks, so many a step: between two steps the task looks at its mail and at barriers,
/// which therefore wait for no storm of timers.
/// </summary>
/// <param name="operators">The operators, in the order in which records pass them.</param>
/// <param name="places">Their places in the chain.</param>
/// <param name="position">Told which operator is at work.</param>
/// <param name="time">The clock.</param>
internal sealed class TaskTimers(IReadOnlyList<IStreamOperator> operators, IReadOnlyList<int> places, ChainPosition position, TimeProvider time)
{
    private const int PerStep = 256;

    // A host's timer cannot wait without limit (System.Threading.Timer: 49 days).
    private const long LongestWait = 3_600_000;

    private long _forwarded = long.MinValue;

    /// <summary>The task's watermark, in milliseconds, which never goes back; it is forwarded when the timers up to it have fired.</summary>
    public long Watermark { get; private set; } = long.MinValue;

    /// <summary>Whether timers were due and some of them are still to be fired.</summary>
    public bool AreFiring { get; private set; }

    /// <summary>How long until the next processing-time timer is due; null where there is none.</summary>
    public TimeSpan? UntilNext
    {
        get
        {
            var next = NextProcessingTime;
            return next == long.MaxValue ? null : TimeSpan.FromMilliseconds(Math.Clamp(next - Now, 1, LongestWait));
        }
    }

    private long NextProcessingTime
    {
        get
        {
            var next = long.MaxValue;
            for (var i = 0; i < operators.Count; i++) next = Math.Min(next, operators[i].NextProcessingTime);
            return next;
        }
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Takes a watermark; one that is behind changes nothing.</summary>
    public void Advance(long watermark) => Watermark = Math.Max(Watermark, watermark);

    /// <summary>Fires what is due; false where some are left, because there is no room or because the step has fired enough.</summary>
    /// <param name="isCutShort">Whether the step has fired enough.</param>
    public bool Fire(out bool isCutShort)
    {
        var budget = PerStep;
        AreFiring = !FireDue(ref budget);
        isCutShort = budget == 0;
        return !AreFiring;
    }

    /// <summary>The watermark, whose timers have fired.</summary>
    public long Forward() => _forwarded = Watermark;

    private bool FireDue(ref int budget)
    {
        // Looking at the clock costs more than the rest of a step without timers.
        if (NextProcessingTime != long.MaxValue && !FireProcessingTimers(Now, ref budget)) return false;
        for (var i = 0; i < operators.Count && Watermark != _forwarded; i++)
        {
            position.Operator = places[i];
            var isDone = operators[i].AdvanceWatermark(Watermark, ref budget);
            position.Operator = ChainPosition.None;
            if (!isDone) return false;
        }

        return true;
    }

    private bool FireProcessingTimers(long now, ref int budget)
    {
        for (var i = 0; i < operators.Count; i++)
        {
            if (operators[i].NextProcessingTime > now) continue;
            position.Operator = places[i];
            var isDone = operators[i].AdvanceProcessingTime(now, ref budget);
            position.Operator = ChainPosition.None;
            if (!isDone) return false;
        }

        return true;
    }
}
