using Microsoft.Extensions.Time.Testing;
using Millrace.Core.Checkpoints;
using Millrace.Core.Jobs;
using Millrace.JobManager;

namespace Millrace.Local.Tests;

public sealed class ProgressLineTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly StringWriter _error = new() { NewLine = "\n" };
    private (Figures Figures, JobResult Result) _now = (new Figures(0, 0, 0, 0), new JobResult(JobState.Running, 0, 0, 0, null));

    [Fact]
    public void Where_nobody_watches_there_is_a_plain_line_every_two_seconds_and_one_at_the_end()
    {
        using (Begin(width: null))
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal("", _error.ToString());
            Advance(seconds: 1, records: 3000, JobState.Running, checkpoint: 4);
            Advance(seconds: 2, records: 3500, JobState.Restarting, checkpoint: 5, restarts: 1);
            Advance(seconds: 1, records: 4000, JobState.Finished, checkpoint: 6, restarts: 1, new Losses(1200, 1, 2));
        }

        Assert.Equal(
            """
            running: 3,000 records, 1,500/s, last checkpoint 4
            restarting: 3,500 records, 875/s, last checkpoint 5, 1 restart
            finished: 4,000 records, 800/s, last checkpoint 6, 1 restart, 1,200 late records dropped, 1 failed record skipped, 2 timers dropped at the end of input

            """,
            _error.ToString());
    }

    [Fact]
    public void Where_somebody_watches_one_line_is_updated_and_ended()
    {
        using (Begin(width: 200))
        {
            Advance(seconds: 0.25, records: 100, JobState.Running);
            Advance(seconds: 0.25, records: 150, JobState.Finished, checkpoint: 1);
        }

        Assert.Equal(
            "running: 100 records, 400/s, last checkpoint none\e[K\r"
            + "finished: 150 records, 300/s, last checkpoint 1\e[K\r"
            + "finished: 150 records, 300/s, last checkpoint 1\e[K\r\n",
            _error.ToString());
    }

    [Fact]
    public void An_updated_line_never_wraps()
    {
        using (Begin(width: 20)) Advance(seconds: 0.25, records: 100, JobState.Running);
        Assert.All(_error.ToString().Split("\e[K\r", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), line => Assert.InRange(line.Length, 0, 19));
    }

    [Fact]
    public void The_rate_of_a_slow_source_does_not_flicker()
    {
        using (Begin(width: 200))
        {
            for (var second = 1; second <= 10; second++)
            {
                Advance(seconds: 0.25, records: 4 * second, JobState.Running);
                for (var quiet = 0; quiet < 3; quiet++) Advance(seconds: 0.25, records: 4 * second, JobState.Running);
            }
        }

        var rates = _error.ToString().Split('\r').Where(static l => l.Contains("/s,", StringComparison.Ordinal)).Select(static l => l.Split(", ")[1]).Skip(8).ToList();
        Assert.All(rates, static rate => Assert.True(rate is "4/s" or "5/s", rate));
    }

    /// <summary>A restarted attempt counts its records from its checkpoint.</summary>
    [Fact]
    public void A_rate_is_not_negative()
    {
        using var progress = Begin(width: null);
        Advance(seconds: 2, records: 1000, JobState.Running);
        Advance(seconds: 2, records: 10, JobState.Running);
        Assert.EndsWith("running: 10 records, 0/s, last checkpoint none\n", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void After_the_end_nothing_is_written()
    {
        var progress = Begin(width: null);
        progress.Dispose();
        progress.Dispose();
        var written = _error.ToString();
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(written, _error.ToString());
    }

    private ProgressLine Begin(int? width) => new(new Terminal(TextWriter.Null, _error, width is { } columns ? () => columns : null), _time, () => _now);

    private void Advance(double seconds, long records, JobState state, long checkpoint = 0, int restarts = 0, Losses losses = default)
    {
        _now = (new Figures(records, 0, checkpoint, restarts), new JobResult(state, (int)checkpoint, checkpoint, restarts, null) { Losses = losses });
        _time.Advance(TimeSpan.FromSeconds(seconds));
    }
}
