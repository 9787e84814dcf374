using Millrace.Runtime.Receivers.Sides;
using Millrace.Runtime.State.Undo;

namespace Millrace.Runtime.Operators.Functions;

/// <summary>
/// Wraps calls so that an exception affects only the current record: the function's output and changes for that record are discarded, as
/// if it had never arrived.
/// </summary>
internal static class GuardedCalls
{
    /// <summary>Guards a call.</summary>
    /// <param name="errors">Takes the record.</param>
    /// <param name="process">The function.</param>
    /// <param name="side">The operator's side outputs.</param>
    /// <param name="time">The operator's time.</param>
    /// <param name="undo">Records the changes of its state.</param>
    public static ProcessCall<TIn, TOut> Guard<TIn, TOut>(
        this RecordErrors<TIn> errors, ProcessCall<TIn, TOut> process, ISideOutputs side, ITimerService time, RecordUndo undo)
    {
        var held = new HeldOutput<TOut>();
        return (value, context, output) =>
        {
            held.Begin(context.Timestamp);
            undo.Begin();
            try
            {
                process(value, new ProcessContext(context.Timestamp, time, held), held);
            }
            catch (Exception e) when (errors.Covers(e))
            {
                undo.TakeBack();
                errors.Take(value, context.Timestamp, e);
                return;
            }

            undo.End();
            held.Release(output, side);
        };
    }

    /// <summary>Guards a keyed call.</summary>
    /// <param name="errors">Takes the record.</param>
    /// <param name="process">The function.</param>
    /// <param name="side">The operator's side outputs.</param>
    /// <param name="timers">The timers of the current key, whose changes are recorded.</param>
    /// <param name="undo">Records the changes of state and timers.</param>
    public static KeyedProcessCall<TKey, TIn, TOut> Guard<TKey, TIn, TOut>(
        this RecordErrors<TIn> errors, KeyedProcessCall<TKey, TIn, TOut> process, ISideOutputs side, ITimerService timers, RecordUndo undo)
    {
        var held = new HeldOutput<TOut>();
        return (value, context, output) =>
        {
            held.Begin(context.Timestamp);
            undo.Begin();
            try
            {
                process(value, new KeyedProcessContext<TKey>(context.Key, context.Timestamp, timers, held), held);
            }
            catch (Exception e) when (errors.Covers(e))
            {
                undo.TakeBack();
                errors.Take(value, context.Timestamp, e);
                return;
            }

            undo.End();
            held.Release(output, side);
        };
    }

    /// <summary>Guards a call for a broadcast record, which has no key; the visits that it requested are discarded with it.</summary>
    /// <param name="errors">Takes the record.</param>
    /// <param name="process">The function.</param>
    /// <param name="side">The operator's side outputs.</param>
    /// <param name="time">The operator's time.</param>
    /// <param name="visits">The visits that the function requests.</param>
    /// <param name="undo">Records the changes of broadcast and other operator state.</param>
    public static KeyedBroadcastCall<TKey, TIn, TOut> Guard<TKey, TIn, TOut>(
        this RecordErrors<TIn> errors,
        KeyedBroadcastCall<TKey, TIn, TOut> process,
        ISideOutputs side,
        ITimerService time,
        KeyVisits<TKey, TIn, TOut> visits,
        RecordUndo undo)
    {
        var held = new HeldOutput<TOut>();
        return (value, context, output) =>
        {
            held.Begin(context.Timestamp);
            undo.Begin();
            try
            {
                process(value, new KeyedBroadcastContext<TKey, TOut>(context.Timestamp, time, held, visits), held);
            }
            catch (Exception e) when (errors.Covers(e))
            {
                undo.TakeBack();
                visits.Clear();
                errors.Take(value, context.Timestamp, e);
                return;
            }

            undo.End();
            held.Release(output, side);
        };
    }
}
