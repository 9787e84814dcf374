namespace Millrace.Tests.Testing.Outside;

/// <summary>An exactly-once sink into an <see cref="OutsideWorld{T}"/>.</summary>
public sealed class OutsideSink<T>(OutsideWorld<T> world) : IExactlyOnceSink<T>
{
    public bool CanRetract => true;

    public IEpochWriter<T> CreateEpochWriter(SinkContext context) => new Writer(world, context);

    public IEpochPublisher CreatePublisher(SinkContext context) => new Publisher(world, context);

    private sealed class Writer(OutsideWorld<T> world, SinkContext context) : IEpochWriter<T>
    {
        private readonly List<T> _open = [];

        public void Write(T value, long timestamp) => _open.Add(value);

        public void Flush() { }

        public byte[]? EndEpoch(long epoch)
        {
            if (_open.Count == 0) return null;
            world.Hide(context.Subtask, epoch, context.Attempt, [.. _open]);
            _open.Clear();
            return BitConverter.GetBytes(context.Attempt);
        }

        public void Dispose() { }
    }

    private sealed class Publisher(OutsideWorld<T> world, SinkContext context) : IEpochPublisher
    {
        public void Recover(IReadOnlyList<PendingEpoch> pending, long restored)
        {
            foreach (var epoch in pending) Publish(epoch);
            world.TakeBack(context.Attempt, restored, w => (w < context.Parallelism ? w : w % context.Parallelism) == context.Subtask);
        }

        public void Publish(PendingEpoch epoch) => world.Publish(epoch.Writer, epoch.Epoch, BitConverter.ToInt32(epoch.Payload));

        public void Dispose() { }
    }
}
