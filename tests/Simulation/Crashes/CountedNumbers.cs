using Millrace.Simulation.Tests.Faults;
using Millrace.Simulation.Tests.World;
using Millrace.Testing;

namespace Millrace.Simulation.Tests.Crashes;

/// <summary>
/// A small job with exactly-once output: numbers are counted by key. They arrive in parts, one after each completed checkpoint, so that each checkpoint has
/// something to write.
/// </summary>
internal sealed class CountedNumbers(FaultPlan faults) : ISimulatedJob
{
    private const int Keys = 7;
    private const int Parts = 5;
    private const int PartSize = 21;
    private const int Splits = 2;

    private readonly TestSource<int> _source = new(Splits);
    private readonly TestSink<(int Number, int Key, long Count)> _sink = new();
    private readonly HashSet<long> _completed = [];

    public string Name => "counted-numbers";

    public int MaxParallelism => 4;

    public IReadOnlyDictionary<string, string> Arguments { get; } = new Dictionary<string, string>();

    public long NewestVisibleEpoch => _sink.NewestVisibleEpoch;

    public IStreamJob Create() => new Job(_source, new FaultySink<(int, int, long)>(_sink, faults));

    /// <summary>A checkpoint is complete, or with 0 the job begins: the next part arrives.</summary>
    public void Completed(long checkpoint)
    {
        if (!_completed.Add(checkpoint) || _completed.Count > Parts) return;
        _source.PushAll(Enumerable.Range((_completed.Count - 1) * PartSize, PartSize));
        if (_completed.Count == Parts) _source.End();
    }

    public string? WhatIsWrong(Circumstances now)
    {
        var visible = now.HasEnded ? _sink.Visible : _sink.Lasting;
        if (visible.CountBy(static v => v.Number).FirstOrDefault(static n => n.Value > 1) is { Value: > 1 } twice) return $"{twice.Key} is visible {twice.Value} times.";
        foreach (var key in visible.GroupBy(static v => v.Key))
        {
            if (!key.Select(static v => v.Count).Order().SequenceEqual(Enumerable.Range(1, key.Count()).Select(static n => (long)n)))
                return $"Key {key.Key} has the counts {string.Join(' ', key.Select(static v => v.Count))}.";
        }

        return now.HasEnded && visible.Count != Parts * PartSize ? $"{visible.Count} of {Parts * PartSize} numbers are visible." : null;
    }

    public void Dispose() { }

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
