using Millrace.Tests.Testing.Harness;
using Millrace.Tests.Testing.Outside;

namespace Millrace.Runtime.Tests.Operators;

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
}
