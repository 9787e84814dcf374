using Microsoft.Extensions.Time.Testing;

namespace Millrace.Local.Tests;

public sealed class StopSignalsTests : IDisposable
{
    private readonly StringWriter _error = new();
    private readonly List<string> _told = [];
    private readonly FakeTimeProvider _time = new();
    private readonly StopSignals _signals;

    public StopSignalsTests() => _signals = new StopSignals(_error, code => _told.Add($"exit {code}"), _time);

    public void Dispose() => _signals.Dispose();

    [Fact]
    public void The_first_stops_and_the_second_ends_at_once()
    {
        _signals.Stop(() => _told.Add("stop"));
        Assert.Empty(_told);
        _signals.Signal();
        Assert.Equal(["stop"], _told);
        Assert.Contains("final checkpoint", _error.ToString(), StringComparison.Ordinal);
        _signals.Signal();
        Assert.Equal(["stop", "exit 130"], _told);
    }

    [Fact]
    public void One_that_comes_before_the_job_runs_stops_it_when_it_does()
    {
        _signals.Signal();
        Assert.Empty(_told);
        _signals.Stop(() => _told.Add("stop"));
        Assert.Equal(["stop"], _told);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["stop"], _told);
    }

    /// <summary>For example, a definition that never returns.</summary>
    [Fact]
    public void One_that_comes_before_a_job_that_never_runs_ends_the_process()
    {
        _signals.Signal();
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Empty(_told);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(["exit 130"], _told);
        Assert.Contains("is not running yet", _error.ToString(), StringComparison.Ordinal);
    }
}
