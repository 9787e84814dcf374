namespace Millrace.Tests.Testing.Artifacts;

/// <summary>Source code for jobs compiled by tests, which cannot use the tests' own types.</summary>
public static class JobSources
{
    /// <summary><c>Numbers(count)</c>, a source of one split, and <c>Kept</c>, a sink into a static list.</summary>
    public const string Ends = """
        public sealed class Numbers(int count) : ISource<int>
        {
            public Boundedness Boundedness => Boundedness.Bounded;
            public IReadOnlyList<SourceSplit> DiscoverSplits() => [new SourceSplit("numbers", 0)];
            public ISourceReader<int> CreateReader(SourceReaderContext context) => new Reader(count);

            private sealed class Reader(int count) : ISourceReader<int>
            {
                private SourceSplit? _split;
                private int _next;
                public void AddSplit(SourceSplit split, SplitPosition? position) => (_split, _next) = (split, (int)(position?.Offset ?? 0));
                public ReadResult Read(ISourceOutput<int> output)
                {
                    if (_split is null) return ReadResult.EndOfInput;
                    for (var read = 0; read < 50 && _next < count && output.HasRoom; read++) output.Emit(_split, _next++, new SplitPosition(_next));
                    if (_next < count) return ReadResult.MoreAvailable;
                    output.Finish(_split);
                    return ReadResult.EndOfInput;
                }
                public void Dispose() { }
            }
        }

        public sealed class Kept : ISink<string>
        {
            public static readonly List<string> All = [];
            public ISinkWriter<string> CreateWriter(SinkContext context) => new Writer();

            private sealed class Writer : ISinkWriter<string>
            {
                public void Write(string value, long timestamp) { lock (All) All.Add(value); }
                public void Flush() { }
                public void Dispose() { }
            }
        }

        """;

    /// <summary><c>SeeingJob</c>: keyed state of all kinds, timers, windows, enums and records, a plain sink and an epoch sink.</summary>
    public const string Stateful = Ends + """
        public record Seen(string Text, int Count, Kind Kind);
        public enum Kind { Even, Odd }
        public readonly record struct Place(int Number, Kind Kind);

        public class SeeingJob : IStreamJob
        {
            private static readonly JobOption<string> Folder = new("folder", "DIR", "Where to.", text => text, "");
            public IReadOnlyList<JobOption> Options => [Folder];

            public void Define(StreamEnvironment env, JobArguments args)
            {
                var seen = env.FromSource(new Numbers(1000), WatermarkStrategy.Ascending<int>().WithTimestamps(n => n)).Uid("numbers")
                    .Map(n => new Place(n % 10, (Kind)(n % 2)))
                    .KeyBy(place => place).Process(new See()).Uid("seen");
                seen.KeyBy(s => s.Kind).Window(TumblingEventTimeWindows.Of(TimeSpan.FromMilliseconds(100))).Count().Uid("windows")
                    .Map(w => $"{w.Key} {w.Count}").SinkTo(new Kept()).Uid("kept");
                seen.Map(s => s.Text).SinkTo(new Once()).Uid("once");
            }
        }

        public class See : KeyedProcessFunction<Place, Place, Seen>
        {
            private readonly ValueState<Seen> _last = new("last");
            private readonly MapState<Place, List<Seen>> _all = new("all");
            private readonly ListState<Seen> _list = new("list");

            public override void Process(Place value, KeyedProcessContext<Place> context, ICollector<Seen> output)
            {
                var seen = new Seen($"{value}", (_last.Value?.Count ?? 0) + 1, value.Kind);
                _last.Update(seen);
                _all.Put(value, [seen]);
                _list.Add(seen);
                context.Timers.RegisterEventTimeTimer(context.Timestamp + 10);
                output.Collect(seen);
            }

            public override void OnTimer(OnTimerContext<Place> context, ICollector<Seen> output) => output.Collect(_last.Value!);
        }

        public class Once : IExactlyOnceSink<string>
        {
            public bool CanRetract => true;
            public IEpochWriter<string> CreateEpochWriter(SinkContext context) => new Writer();
            public IEpochPublisher CreatePublisher(SinkContext context) => new Publisher();

            private class Writer : IEpochWriter<string>
            {
                public void Write(string value, long timestamp) { }
                public void Flush() { }
                public byte[]? EndEpoch(long epoch) => [1];
                public void Dispose() { }
            }

            private class Publisher : IEpochPublisher
            {
                public void Recover(IReadOnlyList<PendingEpoch> pending, long restored) { }
                public void Publish(PendingEpoch epoch) { }
                public void Dispose() { }
            }
        }
        """;
}
