using Millrace.Testing;

namespace Millrace.Runtime.Tests.Operators.Sources;

/// <summary>Which splits a source knows, and when it ends, across restores and at any parallelism.</summary>
public sealed class SourceSplitsTests
{
    private const int Splits = 4;
    private const int PerSplit = 60;

    private readonly Shelf _shelf = new();

    /// <summary>At a rate of 100 a second per subtask: after 200 ms all splits have started, after 1,100 ms some have been read completely.</summary>
    [Theory]
    [InlineData(200, 2)]
    [InlineData(200, 5)]
    [InlineData(1100, 1)]
    [InlineData(1100, 2)]
    [InlineData(1100, 3)]
    public void A_split_that_one_restore_does_not_find_is_read_on_when_another_does(int milliseconds, int parallelism)
    {
        using var job = Start(Boundedness.Bounded, out var seen);
        job.RunFor(TimeSpan.FromMilliseconds(milliseconds));
        job.CompleteCheckpoint();
        _shelf.Hidden.UnionWith([0, 1]);
        job.Rescale(parallelism);
        job.CompleteCheckpoint();
        job.RunFor(TimeSpan.FromSeconds(2));
        job.Crash();
        job.CompleteCheckpoint();
        _shelf.Hidden.Clear();
        job.Crash();
        job.RunToEnd();
        Assert.Equal(Enumerable.Range(0, Splits * PerSplit), seen.Visible.Order());
    }

    [Fact]
    public void A_source_does_not_end_without_the_rest_of_a_split_that_it_does_not_find()
    {
        using var job = Start(Boundedness.Bounded, out var seen);
        job.RunFor(TimeSpan.FromMilliseconds(200));
        job.CompleteCheckpoint();
        _shelf.Hidden.Add(2);
        job.Crash();
        job.RunFor(TimeSpan.FromSeconds(10));
        Assert.False(job.HasFinished);
        Assert.Equal((Splits - 1) * PerSplit, seen.Visible.Count(static n => n / PerSplit != 2));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(9)]
    public void A_source_ends_when_all_its_splits_are_finished_also_where_subtasks_have_none(int parallelism)
    {
        foreach (var boundedness in Enum.GetValues<Boundedness>())
        {
            using var job = Start(boundedness, out var seen, parallelism);
            job.RunToEnd();
            Assert.Equal(Enumerable.Range(0, Splits * PerSplit), seen.Visible.Order());
        }
    }

    [Theory]
    [InlineData(4, 9)]
    [InlineData(9, 4)]
    [InlineData(3, 5)]
    public void After_a_restore_too(int before, int after)
    {
        using var job = Start(Boundedness.Unbounded, out var seen, before);
        job.RunUntil(() => _shelf.Finished >= 2);
        job.Rescale(after);
        job.Crash();
        job.RunToEnd();
        Assert.Equal(Enumerable.Range(0, Splits * PerSplit), seen.Visible.Order());
    }

    [Fact]
    public void A_source_with_a_split_that_is_never_finished_goes_on()
    {
        _shelf.Endless = 1;
        using var job = Start(Boundedness.Unbounded, out var seen, parallelism: 6);
        job.RunFor(TimeSpan.FromSeconds(5));
        job.Crash();
        job.RunFor(TimeSpan.FromSeconds(5));
        Assert.False(job.HasFinished);
        Assert.Equal(Splits * PerSplit, seen.Visible.Count);
    }

    private JobHarness Start(Boundedness boundedness, out TestSink<int> seen, int parallelism = 2)
    {
        var sink = new TestSink<int>();
        seen = sink;
        return new JobHarness(
            env => env.FromSource(new ShelfSource(_shelf, boundedness)).RateLimit(100).Uid("shelf").SinkTo(sink).Uid("sink"),
            new JobHarnessOptions { Parallelism = parallelism, MaxParallelism = 12, CheckpointInterval = TimeSpan.FromMilliseconds(50) });
    }

    private sealed class Shelf
    {
        /// <summary>The splits that discovery does not find.</summary>
        public HashSet<int> Hidden { get; } = [];

        /// <summary>The split that is never finished; none where it is below 0.</summary>
        public int Endless { get; set; } = -1;

        /// <summary>The number of times a split was finished.</summary>
        public int Finished { get; set; }
    }

    /// <summary>Split s has the numbers from 60 s to 60 s + 59; at their end its readers never return <c>EndOfInput</c>.</summary>
    private sealed class ShelfSource(Shelf shelf, Boundedness boundedness) : ISource<int>
    {
        public Boundedness Boundedness => boundedness;

        public IReadOnlyList<SourceSplit> DiscoverSplits() =>
            [.. Enumerable.Range(0, Splits).Where(i => !shelf.Hidden.Contains(i)).Select(static i => new SourceSplit("shelf", i))];

        public ISourceReader<int> CreateReader(SourceReaderContext context) => new Reader(shelf);

        private sealed class Reader(Shelf shelf) : ISourceReader<int>
        {
            private readonly List<(SourceSplit Split, int Next)> _open = [];

            public void AddSplit(SourceSplit split, SplitPosition? position) => _open.Add((split, (int)(position?.Offset ?? 0)));

            public ReadResult Read(ISourceOutput<int> output)
            {
                Assert.NotEmpty(_open);
                for (var i = _open.Count - 1; i >= 0 && output.HasRoom; i--)
                {
                    var (split, next) = _open[i];
                    if (next < PerSplit)
                    {
                        output.Emit(split, (split.Ordinal * PerSplit) + next, new SplitPosition(next + 1));
                        _open[i] = (split, next + 1);
                    }
                    else if (split.Ordinal != shelf.Endless)
                    {
                        output.Finish(split);
                        shelf.Finished++;
                        _open.RemoveAt(i);
                    }
                }

                return _open.Exists(static s => s.Next < PerSplit) || !_open.TrueForAll(s => s.Split.Ordinal == shelf.Endless) ? ReadResult.MoreAvailable : ReadResult.NothingAvailable;
            }

            public void Dispose()
            {
            }
        }
    }
}
