namespace Millrace.Runtime.Operators.Splits;

/// <summary>The watermark generators of a subtask, one for each split.</summary>
internal sealed class SplitGenerators<T>(Func<WatermarkGenerator<T>> create, TimeProvider time)
{
    /// <summary>The interval at which all generators are queried; in between only those that have seen records, as splits may be thousands.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    private readonly List<SplitGenerator> _generators = [];
    private readonly List<SplitGenerator> _haveSeen = [];
    private long _asked = time.GetTimestamp();

    /// <summary>Creates the generator of a split; splits are added in the order of their numbers.</summary>
    /// <exception cref="InvalidOperationException">The generator belongs to another split.</exception>
    public void Add(SplitProgress split)
    {
        var generator = create();
        if (_generators is [.., var last] && ReferenceEquals(last.Generator, generator))
            throw new InvalidOperationException($"The watermark generator {generator.GetType().Name} is shared by several splits; create a new one each time the function passed to ForGenerator is called.");
        _generators.Add(new SplitGenerator(generator, split, time));
    }

    public void OnEvent(SplitProgress split, T value, long timestamp)
    {
        var generator = _generators[split.Number];
        if (!generator.HasSeen)
        {
            generator.HasSeen = true;
            _haveSeen.Add(generator);
        }

        generator.Generator.OnEvent(value, timestamp, generator);
    }

    public void OnRead()
    {
        var isDue = time.GetElapsedTime(_asked) >= Period;
        if (isDue) _asked = time.GetTimestamp();
        foreach (var generator in isDue ? _generators : _haveSeen)
        {
            generator.HasSeen = false;
            if (!generator.Split.Finished) generator.Generator.OnPeriodicEmit(generator);
        }

        _haveSeen.Clear();
    }

    private sealed class SplitGenerator(WatermarkGenerator<T> generator, SplitProgress split, TimeProvider time) : IWatermarkOutput
    {
        public WatermarkGenerator<T> Generator => generator;

        public SplitProgress Split => split;

        /// <summary>Whether there were records since it was last queried.</summary>
        public bool HasSeen { get; set; }

        public long CurrentProcessingTime => time.GetUtcNow().ToUnixTimeMilliseconds();

        public void Emit(long watermark)
        {
            if (watermark == Timestamps.MaxWatermark) throw new ArgumentOutOfRangeException(nameof(watermark), watermark, "The final watermark cannot be emitted by a generator: the engine emits it at the end of the input.");
            split.Watermark = Math.Max(split.Watermark, watermark);
        }
    }
}
