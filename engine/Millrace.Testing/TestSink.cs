namespace Millrace.Testing;

/// <summary>
/// An exactly-once sink for tests: its output appears in <see cref="Visible"/> once a checkpoint covers it. It represents the outside world, so
/// it survives every crash, and one object serves all subtasks and attempts; it is thread-safe. It refuses what stale attempts must not
/// do, as a folder of files does.
/// </summary>
public sealed class TestSink<T> : IExactlyOnceSink<T>
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<(long Epoch, int Writer), T[]> _visible = [];
    private readonly SortedDictionary<(int Writer, long Epoch, int Attempt), T[]> _hidden = [];
    private readonly Dictionary<(int Writer, long Epoch), T[]> _kept = [];
    private readonly Dictionary<(int Subtask, int Parallelism), int> _attempts = [];
    private HashSet<(long Epoch, int Writer)> _doomed = [];

    /// <inheritdoc/>
    public bool CanRetract => true;

    /// <summary>The records of completed checkpoints: ordered by checkpoint, then by sink subtask, then as written.</summary>
    public IReadOnlyList<T> Visible
    {
        get
        {
            lock (_gate) return [.. _visible.Values.SelectMany(v => v)];
        }
    }

    /// <summary>
    /// The visible records without those that the current attempt has still to retract: its subtasks recover one after the other, and what one
    /// publishes again of the restored checkpoint, another may not have retracted yet.
    /// </summary>
    internal IReadOnlyList<T> Lasting
    {
        get
        {
            lock (_gate) return [.. _visible.Where(v => !_doomed.Contains(v.Key)).SelectMany(static v => v.Value)];
        }
    }

    /// <summary>The newest epoch with visible records, or 0.</summary>
    public long NewestVisibleEpoch
    {
        get
        {
            lock (_gate) return _visible.Count == 0 ? 0 : _visible.Keys.Last().Epoch;
        }
    }

    /// <inheritdoc/>
    public IEpochWriter<T> CreateEpochWriter(SinkContext context) => new Writer(this, context);

    /// <inheritdoc/>
    public IEpochPublisher CreatePublisher(SinkContext context) => new Publisher(this, context);

    private void Hide(int writer, long epoch, int attempt, T[] records)
    {
        lock (_gate) _hidden[(writer, epoch, attempt)] = records;
    }

    private void Keep(int writer, long epoch, int attempt)
    {
        lock (_gate)
        {
            if (_hidden.TryGetValue((writer, epoch, attempt), out var records)) _kept[(writer, epoch)] = records;
        }
    }

    /// <summary>Publishes an epoch: one of its own attempt, or of a restored checkpoint, which alone may be one that a savepoint has kept.</summary>
    private void Publish(int writer, long epoch, int attempt, SinkContext? restoring = null)
    {
        lock (_gate)
        {
            if (restoring is not null) RefuseStale(restoring);
            var hidden = _hidden.GetValueOrDefault((writer, epoch, attempt)) ?? (restoring is null ? null : _kept.GetValueOrDefault((writer, epoch)));
            if (!_visible.TryGetValue((epoch, writer), out var shown))
                _visible.Add((epoch, writer), hidden ?? throw new InvalidOperationException($"Epoch {epoch} of writer {writer}, which the checkpoint refers to, is gone."));
            else if (hidden is not null && !shown.SequenceEqual(hidden))
                throw new InvalidOperationException($"Epoch {epoch} of writer {writer} was published with other records.");
            _hidden.Remove((writer, epoch, attempt));
            _kept.Remove((writer, epoch));
        }
    }

    // Subtasks of one parallelism own different writers, and may have different attempts.
    private void RefuseStale(SinkContext context)
    {
        var others = _attempts.Where(a => a.Key.Parallelism != context.Parallelism || a.Key.Subtask == context.Subtask);
        if (others.Select(static a => a.Value).DefaultIfEmpty().Max() is var latest && latest > context.Attempt)
            throw new IOException($"Attempt {context.Attempt} is stale: attempt {latest} has taken over.");
        _attempts[(context.Subtask, context.Parallelism)] = context.Attempt;
    }

    /// <summary>A subtask of an attempt begins to recover.</summary>
    private void Begin(SinkContext context, long restored)
    {
        lock (_gate)
        {
            if (context.Attempt > _attempts.Values.DefaultIfEmpty().Max()) _doomed = [.. _visible.Keys.Where(k => k.Epoch > restored)];
            RefuseStale(context);
        }
    }

    /// <summary>Starts an attempt: of its writers' records, hidden ones are removed first, then visible ones after the restored epoch.</summary>
    private void TakeBack(SinkContext context, long restored, Func<int, bool> owns)
    {
        lock (_gate)
        {
            RefuseStale(context);
            foreach (var key in _hidden.Keys.Where(k => k.Attempt < context.Attempt && owns(k.Writer)).ToList()) _hidden.Remove(key);
            foreach (var key in _visible.Keys.Where(k => k.Epoch > restored && owns(k.Writer)).ToList()) _visible.Remove(key);
            _doomed.RemoveWhere(k => owns(k.Writer));
        }
    }

    private sealed class Writer(TestSink<T> world, SinkContext context) : IEpochWriter<T>
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

        public void Keep(PendingEpoch epoch) => world.Keep(epoch.Writer, epoch.Epoch, context.Attempt);

        public void Dispose() { }
    }

    private sealed class Publisher(TestSink<T> world, SinkContext context) : IEpochPublisher
    {
        public void Recover(IReadOnlyList<PendingEpoch> pending, long restored)
        {
            world.Begin(context, restored);
            foreach (var epoch in pending) world.Publish(epoch.Writer, epoch.Epoch, BitConverter.ToInt32(epoch.Payload), context);
            world.TakeBack(context, restored, context.Owns);
        }

        public void Publish(PendingEpoch epoch) => world.Publish(epoch.Writer, epoch.Epoch, BitConverter.ToInt32(epoch.Payload));

        public void Dispose() { }
    }
}
