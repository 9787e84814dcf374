using Millrace.Simulation.Tests.Faults;
using Millrace.Simulation.Tests.World;
using Millrace.Testing;

namespace Millrace.Simulation.Tests.Crashes;

/// <summary>A small job with exactly-once output: numbers, which arrive when a test says so, are counted by key.</summary>
internal sealed class CountedNumbers(FaultPlan faults) : ISimulatedJob
{
    private const int Keys = 7;
    private const int Splits = 2;

    private readonly TestSource<int> _source = new(Splits);
    private readonly TestSink<(int Number, int Key, long Count)> _sink = new();
    private int _pushed;

    public string Name => "counted-numbers";

    public int MaxParallelism => 4;

    public IReadOnlyDictionary<string, string> Arguments { get; } = new Dictionary<string, string>();

    public long NewestVisibleEpoch => _sink.NewestVisibleEpoch;

    public IStreamJob Create() => new Job(_source, new FaultySink<(int, int, long)>(new Witness(this), faults));

    /// <summary>The number of records that have come to the sink, also of attempts that were lost.</summary>
    public int Arrived { get; private set; }

    /// <summary>Whether all that have arrived are visible.</summary>
    public bool IsAllVisible => _sink.Visible.Count == _pushed;

    /// <summary>Numbers arrive.</summary>
    public void Push(int count)
    {
        _source.PushAll(Enumerable.Range(_pushed, count));
        _pushed += count;
    }

    /// <summary>No more arrive.</summary>
    public void End() => _source.End();

    public string? WhatIsWrong(Circumstances now)
    {
        var visible = now.HasEnded ? _sink.Visible : _sink.Lasting;
        if (visible.CountBy(static v => v.Number).FirstOrDefault(static n => n.Value > 1) is { Value: > 1 } twice) return $"{twice.Key} is visible {twice.Value} times.";
        foreach (var key in visible.GroupBy(static v => v.Key))
        {
            if (!key.Select(static v => v.Count).Order().SequenceEqual(Enumerable.Range(1, key.Count()).Select(static n => (long)n)))
                return $"Key {key.Key} has the counts {string.Join(' ', key.Select(static v => v.Count))}.";
        }

        return now.HasEnded && visible.Count != _pushed ? $"{visible.Count} of {_pushed} numbers are visible." : null;
    }

    public void Dispose() { }

    /// <summary>The sink, with what comes to it counted.</summary>
    private sealed class Witness(CountedNumbers job) : IExactlyOnceSink<(int Number, int Key, long Count)>
    {
        public bool CanRetract => job._sink.CanRetract;

        public IEpochWriter<(int Number, int Key, long Count)> CreateEpochWriter(SinkContext context) => new Writer(job, job._sink.CreateEpochWriter(context));

        public IEpochPublisher CreatePublisher(SinkContext context) => job._sink.CreatePublisher(context);
    }

    private sealed class Writer(CountedNumbers job, IEpochWriter<(int Number, int Key, long Count)> writer) : IEpochWriter<(int Number, int Key, long Count)>
    {
        public void Write((int Number, int Key, long Count) value, long timestamp)
        {
            job.Arrived++;
            writer.Write(value, timestamp);
        }

        public void Flush() => writer.Flush();

        public byte[]? EndEpoch(long epoch) => writer.EndEpoch(epoch);

        public void Keep(PendingEpoch epoch) => writer.Keep(epoch);

        public void Dispose() => writer.Dispose();
    }

    private sealed class Job(ISource<int> source, IExactlyOnceSink<(int, int, long)> sink) : IStreamJob
    {
        public void Define(StreamEnvironment env, JobArguments args) => env
            .FromSource(source).Uid("numbers")
            .KeyBy(static n => n % Keys).Process(new Counting()).Uid("counts")
            .SinkTo(sink).Uid("out");
    }

    private sealed class Counting : KeyedProcessFunction<int, int, (int, int, long)>
    {
        private readonly ReducingState<long> _count = new("count", static (a, b) => a + b);

        public override void Process(int value, KeyedProcessContext<int> context, ICollector<(int, int, long)> output) =>
            output.Collect((value, context.Key, _count.Add(1)));
    }
}
