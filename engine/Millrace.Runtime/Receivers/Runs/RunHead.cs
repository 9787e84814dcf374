using System.Runtime.CompilerServices;
using Millrace.Stages;

namespace Millrace.Runtime.Receivers.Runs;

/// <summary>The head of a run of stages: one loop over a batch, with all stages inlined. Like a boundary, it records the running operator.</summary>
internal sealed class RunHead<T, TFirst>(ChainPosition position, int from, TFirst first) : Receiver<T> where TFirst : struct, IOutput<T>
{
    private TFirst _first = first;

    public override bool Push(T value, long timestamp)
    {
        position.Operator = from + 1;
        var room = _first.Push(value, timestamp);
        position.Operator = from;
        return room;
    }

    public override bool Resume()
    {
        position.Operator = from + 1;
        var room = _first.Resume();
        position.Operator = from;
        return room;
    }

    // The loop stays a separate method: inlined into the task's step, it would share the step's profile and registers with other jobs.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public override bool PushAll(ReadOnlySpan<T> values, ReadOnlySpan<long> timestamps, ref int cursor)
    {
        var (at, own) = (position, from + 1);
        var room = true;

        // The cursor is updated with every record, because after an exception it is the record's place.
        for (var i = cursor; room && i < values.Length; i++)
        {
            cursor = i + 1;
            at.Operator = own;
            room = _first.Push(values[i], timestamps[i]);
        }

        at.Operator = from;
        return room;
    }
}

/// <summary>Creates the head once the type of the first stage is known.</summary>
internal sealed class RunHeadBuilder<T>(ChainPosition position, int from) : IStageContinuation<T, Receiver<T>>
{
    public Receiver<T> Then<THead>(THead head) where THead : struct, IOutput<T> => new RunHead<T, THead>(position, from, head);
}
