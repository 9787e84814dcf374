using Millrace.Cli.Output;
using Millrace.Cli.Tests.Fakes;

namespace Millrace.Cli.Tests.Output;

public sealed class ProgressTests
{
    private readonly StringWriter _error = new() { NewLine = "\n" };
    private readonly VirtualTime _time = new();

    [Fact]
    public void Where_nobody_watches_there_is_a_plain_line_every_two_seconds_and_what_must_not_be_missed()
    {
        using (var progress = Begin(null))
        {
            progress.Update("0 of 9");
            _time.Advance(TimeSpan.FromSeconds(2));
            progress.Update("1 of 9");
            _time.Advance(TimeSpan.FromSeconds(1.9));
            progress.Update("2 of 9");
            _time.Advance(TimeSpan.FromSeconds(0.1));
            progress.Update("3 of 9");
            progress.Show("done");
            progress.Show("done");
        }

        Assert.Equal("1 of 9\n3 of 9\ndone\n", _error.ToString());
    }

    [Fact]
    public void Where_somebody_watches_one_line_is_updated_and_ended()
    {
        using (var progress = Begin(11))
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            progress.Update("1 of 9");
            progress.Update("2 of 9");
            _time.Advance(TimeSpan.FromMilliseconds(100));
            progress.Update("3 of 9, and much more");
        }

        Assert.Equal("1 of 9\e[K\r3 of 9, an\e[K\r\n", _error.ToString());
    }

    [Fact]
    public void Nothing_is_nothing()
    {
        using (Begin(80)) { }
        Assert.Equal("", _error.ToString());
    }

    private Progress Begin(int? width) => new(new Terminal(TextWriter.Null, _error) { Time = _time, ProgressWidth = width is { } columns ? () => columns : null });
}
