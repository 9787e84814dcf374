using Millrace.Runtime.Operators;
using Millrace.Runtime.Receivers;

namespace Millrace.Runtime.Tasks;

/// <summary>
/// Fires the timers of a task's operators in both time domains, up to a limit per step: between two steps the task checks its mailbox and
/// barriers, which therefore do not wait for a storm of timers. After that many processing-time timers everything else that is due has a
/// turn: one that always registers another for a time that has passed would otherwise hold up records and event time for ever.
/// </summary>
/// <param name="operators">The operators, in the order in which records pass them.</param>
/// <param name="places">Their places in the chain.</param>
/// <param name="position">Set to the running operator.</param>
/// <param name="time">The clock.</param>
internal sealed class TaskTimers(IReadOnlyList<IStreamOperator> operators, IReadOnlyList<int> places, ChainPosition position, TimeProvider time)
{
    private const int PerStep = 256;

    // A host's timer cannot wait without limit (System.Threading.Timer: 49 days).
    private const long LongestWait = 3_600_000;

    private long _forwarded = long.MinValue;
    private int _turn = PerStep;

    /// <summary>The task's watermark in milliseconds, which never goes back; it is forwarded when the timers up to it have fired.</summary>
    public long Watermark { get; private set; } = long.MinValue;

    /// <summary>Whether timers were due and some of them have not fired yet.</summary>
    public bool AreFiring { get; private set; }

    /// <summary>Whether processing-time timers may be due that have been passed over, so that other work has its turn.</summary>
    public bool HavePassed { get; private set; }

    /// <summary>The time until the next processing-time timer is due; null where there is none.</summary>
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

    /// <summary>Takes a watermark; a lower one changes nothing.</summary>
    public void Advance(long watermark) => Watermark = Math.Max(Watermark, watermark);

    /// <summary>Fires due timers; returns false if some are left, because there is no room or because the step's limit was reached.</summary>
    /// <param name="isCutShort">Whether the step's limit was reached.</param>
    public bool Fire(out bool isCutShort)
    {
        AreFiring = true;
        HavePassed = _turn == 0;
        // Reading the clock costs more than the rest of a step without timers.
        if (!HavePassed && NextProcessingTime != long.MaxValue && !FireProcessingTimers(Now, ref _turn))
        {
            isCutShort = _turn == 0;
            return false;
        }

        _turn = PerStep;
        var budget = PerStep;
        AreFiring = !FireEventTimers(ref budget);
        isCutShort = budget == 0;
        return !AreFiring;
    }

    /// <summary>Returns the watermark, whose timers have fired, and marks it as forwarded.</summary>
    public long Forward() => _forwarded = Watermark;

    private bool FireEventTimers(ref int budget)
    {
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
