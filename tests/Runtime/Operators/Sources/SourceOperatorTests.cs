using Millrace.Tests.Testing.Harness;
using Millrace.Tests.Testing.Outside;

namespace Millrace.Runtime.Tests.Operators.Sources;

public sealed class SourceOperatorTests
{
    private const int Splits = 3;

    private static readonly HarnessOptions<int> BySplit = new() { KeyOf = n => n % Splits, Ordered = false };

    [Fact]
    public void A_source_reads_its_splits_from_where_they_were()
    {
        var output = OperatorHarness.CheckSource(env => env.FromSource(new NumberSource(25, Splits)), BySplit);
        Assert.Equal(Enumerable.Range(0, 25), output.Values().Order());
    }

    [Fact]
    public void A_source_without_a_record_ends() =>
        Assert.Empty(OperatorHarness.CheckSource(env => env.FromSource(new NumberSource(0, Splits)), BySplit));

    [Fact]
    public void A_rate_is_kept_and_loses_nothing()
    {
        var output = OperatorHarness.CheckSource(env => env.FromSource(new NumberSource(25, Splits)).RateLimit(30), BySplit);
        Assert.Equal(Enumerable.Range(0, 25), output.Values().Order());
    }

    [Fact]
    public void Watermarks_follow_the_slowest_split()
    {
        var watermarks = WatermarkStrategy.BoundedOutOfOrderness<int>(TimeSpan.FromMilliseconds(2)).WithTimestamps(n => (long)(n ^ 1));
        var output = OperatorHarness.CheckSource(env => env.FromSource(new NumberSource(25, Splits), watermarks).RateLimit(100), BySplit);
        Assert.All(output, e => Assert.True(e.Timestamp > e.Watermark));
        Assert.Contains(output, e => e.Watermark > 0);
    }

    [Fact]
    public void A_source_in_one_chain_with_stages_is_paused_within_a_record()
    {
        var output = OperatorHarness.CheckSource(env => env.FromSource(new NumberSource(12, Splits)).FlatMap(n => Enumerable.Repeat(n, 3)).Filter(n => n != 5), BySplit);
        Assert.Equal(Enumerable.Range(0, 12).Where(n => n != 5).SelectMany(n => Enumerable.Repeat(n, 3)), output.Values().Order());
    }

    /// <summary>Section 8 of <c>../shared/cases/README.md</c>: bounded out-of-orderness of 10.</summary>
    [Fact]
    public void The_watermark_trails_the_highest_timestamp_by_the_bound_and_a_millisecond()
    {
        var bound = WatermarkStrategy.BoundedOutOfOrderness<int>(TimeSpan.FromMilliseconds(10));
        Assert.Equal(long.MinValue, bound.WatermarkAfter(Timestamps.None));
        Assert.Equal(long.MinValue, bound.WatermarkAfter(long.MinValue + 5));
        var output = OperatorHarness.CheckSource(
            env => env.FromSource(new RowSource(1, 1337, 12345, 12300, 12340, 12280, 12000), bound.WithTimestamps(n => (long)n)).RateLimit(1));
        Assert.Equal([long.MinValue, 1326, 12334, 12334, 12334, 12334], output.Select(e => e.Watermark));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public void Rows_are_neither_cut_by_a_checkpoint_nor_repeated(int row)
    {
        int[] numbers = [.. Enumerable.Range(0, 20)];
        var output = OperatorHarness.CheckSource(env => env.FromSource(new RowSource(row, numbers)).FlatMap(n => Enumerable.Repeat(n, n % 3)));
        Assert.Equal(numbers.SelectMany(n => Enumerable.Repeat(n, n % 3)), output.Values());
    }

    /// <summary>Emits its numbers in rows of the given size.</summary>
    private sealed class RowSource(int row, params int[] numbers) : ISource<int>, ISourceReader<int>
    {
        private SourceSplit? _split;
        private int _at;

        public Boundedness Boundedness => Boundedness.Bounded;

        public IReadOnlyList<SourceSplit> DiscoverSplits() => [new SourceSplit("rows", 0)];

        public ISourceReader<int> CreateReader(SourceReaderContext context) => this;

        public void AddSplit(SourceSplit split, SplitPosition? position) => (_split, _at) = (split, (int)(position?.Offset ?? 0));

        public ReadResult Read(ISourceOutput<int> output)
        {
            while (_at < numbers.Length && output.HasRoom)
            {
                var end = Math.Min(numbers.Length, _at + row);
                output.Emit(_split!, numbers.AsSpan(_at, end - _at), new SplitPosition(end));
                _at = end;
            }

            if (_at == numbers.Length) output.Finish(_split!);
            return _at == numbers.Length ? ReadResult.EndOfInput : ReadResult.MoreAvailable;
        }

        public void Dispose() { }
    }
}
