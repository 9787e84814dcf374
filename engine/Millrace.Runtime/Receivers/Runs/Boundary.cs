using Millrace.Stages;

namespace Millrace.Runtime.Receivers.Runs;

/// <summary>The step from an operator to the next one in its chain, which records the running operator.</summary>
internal struct Boundary<T, TNext>(ChainPosition position, int from, TNext next) : IOutput<T> where TNext : struct, IOutput<T>
{
    private TNext _next = next;

    public bool Push(T value, long timestamp)
    {
        position.Operator = from + 1;
        var room = _next.Push(value, timestamp);
        position.Operator = from;
        return room;
    }

    public bool Resume()
    {
        position.Operator = from + 1;
        var room = _next.Resume();
        position.Operator = from;
        return room;
    }
}
