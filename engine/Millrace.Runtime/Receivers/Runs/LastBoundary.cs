using Millrace.Stages;

namespace Millrace.Runtime.Receivers.Runs;

/// <summary>
/// The boundary after a stage that does nothing after its push, so that its return need not be recorded: with recording both ways a
/// 32-byte record took 6.9 ns through map, filter and map, with this boundary 5.6 ns, without any 3.8 ns.
/// </summary>
internal struct LastBoundary<T, TNext>(ChainPosition position, int from, TNext next) : IOutput<T> where TNext : struct, IOutput<T>
{
    private TNext _next = next;

    public bool Push(T value, long timestamp)
    {
        position.Operator = from + 1;
        return _next.Push(value, timestamp);
    }

    public bool Resume()
    {
        position.Operator = from + 1;
        return _next.Resume();
    }
}
