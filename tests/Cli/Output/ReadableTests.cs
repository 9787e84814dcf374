using Millrace.Cli.Output;
using Millrace.Cli.Tests.Fakes;

namespace Millrace.Cli.Tests.Output;

public sealed class ReadableTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1.0 KiB")]
    [InlineData(1572864, "1.5 MiB")]
    [InlineData(3L << 30, "3.0 GiB")]
    [InlineData(5000L << 40, "5000.0 TiB")]
    public void Bytes_are_in_the_largest_unit(long bytes, string text) => Assert.Equal(text, Readable.Bytes(bytes));

    [Theory]
    [InlineData(-0.2, "0 ms")]
    [InlineData(0.42, "420 ms")]
    [InlineData(12.34, "12.3 s")]
    [InlineData(192, "3m 12s")]
    [InlineData(3785, "1h 03m")]
    [InlineData(187200, "2d 04h")]
    public void Spans_are_in_the_two_largest_units(double seconds, string text) => Assert.Equal(text, Readable.Span(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Times_are_local()
    {
        var time = new DateTime(2026, 3, 1, 12, 0, 5, 250, DateTimeKind.Utc);
        Assert.Equal("2026-03-01 12:00:05", Readable.Time(time, new VirtualTime()));
        Assert.Equal("2026-03-01 12:00:05.250", Readable.Instant(time, new VirtualTime()));
        Assert.Equal("-", Readable.Time(null, new VirtualTime()));
    }
}
