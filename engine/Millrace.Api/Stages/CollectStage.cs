namespace Millrace.Stages;

/// <summary>A flat map that collects its results: cheaper than an enumeration, but a call cannot be paused and may overdraw the output.</summary>
internal sealed class CollectStage<TIn, TOut>(Action<TIn, ICollector<TOut>> flatMap) : Stage<TIn, TOut>
{
    public override TResult Attach<TNext, TResult>(TNext next, IStageContinuation<TIn, TResult> then) =>
        then.Then(new Collect<TNext>(flatMap, new Collector<TNext>(next)));

    private readonly struct Collect<TNext>(Action<TIn, ICollector<TOut>> flatMap, Collector<TNext> collector) : IOutput<TIn>
        where TNext : struct, IOutput<TOut>
    {
        public bool Push(TIn value, long timestamp)
        {
            collector.Begin(timestamp);
            flatMap(value, collector);
            return collector.HasRoom;
        }

        public bool Resume() => collector.Resume();
    }

    private sealed class Collector<TNext>(TNext next) : ICollector<TOut> where TNext : struct, IOutput<TOut>
    {
        private readonly Queue<(TOut Value, long Timestamp)> _overdrawn = new();
        private TNext _next = next;
        private long _timestamp;

        public bool HasRoom { get; private set; } = true;

        public void Begin(long timestamp) => _timestamp = timestamp;

        public void Collect(TOut value) => Collect(value, _timestamp);

        public void Collect(TOut value, long timestamp)
        {
            if (HasRoom) HasRoom = _next.Push(value, timestamp);
            else _overdrawn.Enqueue((value, timestamp));
        }

        public bool Resume()
        {
            HasRoom = _next.Resume();
            while (HasRoom && _overdrawn.TryDequeue(out var record)) HasRoom = _next.Push(record.Value, record.Timestamp);
            return HasRoom;
        }
    }
}
