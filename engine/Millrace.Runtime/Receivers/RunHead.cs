using System.Runtime.CompilerServices;
using Millrace.Stages;

namespace Millrace.Runtime.Receivers;

/// <summary>The head of a run of stages: one loop over a batch, with all stages inlined.</summary>
internal sealed class RunHead<T, TFirst>(TFirst first) : Receiver<T> where TFirst : struct, IOutput<T>
{
    private TFirst _first = first;

    public override bool Push(T value, long timestamp) => _first.Push(value, timestamp);

    public override bool Resume() => _first.Resume();

    // The loop stays a method of its own: inlined into the task's step, it would share the step's profile and registers with other jobs.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public override bool PushAll(ReadOnlySpan<T> values, ReadOnlySpan<long> timestamps, ref int cursor)
    {
        // The cursor is kept up with every record, because an exception leaves it behind as the record's place.
        for (var i = cursor; i < values.Length; i++)
        {
            cursor = i + 1;
            if (!_first.Push(values[i], timestamps[i])) return false;
        }

        return true;
    }
}

/// <summary>Makes the head when the type of the first stage is known.</summary>
internal sealed class RunHeadBuilder<T>(ChainPosition position, int from) : IStageContinuation<T, Receiver<T>>
{
    public Receiver<T> Then<THead>(THead head) where THead : struct, IOutput<T> =>
        new RunHead<T, Boundary<T, THead>>(new Boundary<T, THead>(position, from, head));
}
