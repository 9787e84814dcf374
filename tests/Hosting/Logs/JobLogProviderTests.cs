using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Millrace.Core.Graph;
using Millrace.Hosting.Logs;

namespace Millrace.Hosting.Tests.Logs;

public sealed class JobLogProviderTests : IDisposable
{
    private static readonly ExecutionAttempt Attempt = new("job-1", 3);

    private readonly List<JobLogEntry> _entries = [];
    private readonly ILoggerFactory _factory;
    private readonly ILogger _log;

    public JobLogProviderTests()
    {
        _factory = new LoggerFactory([new JobLogProvider("tm-0", new FakeTimeProvider(), _entries.Add)]);
        _log = _factory.CreateLogger("Millrace");
    }

    public void Dispose() => _factory.Dispose();

    [Fact]
    public void An_entry_has_what_its_scopes_say_and_the_exception()
    {
        using (_log.BeginScope(LogScope.Of(Attempt, new SubtaskId(1, 2), checkpoint: 9)))
        using (_log.BeginScope("and more"))
            _log.LogWarning(new InvalidOperationException("why"), "It {Verb}", "failed");
        var entry = Assert.Single(_entries);
        Assert.Equal(("warning", "tm-0", "It failed", "job-1"), (entry.Level, entry.Process, entry.Message, entry.JobId));
        Assert.Contains("why", entry.Exception, StringComparison.Ordinal);
        Assert.Equal(new Dictionary<string, string> { ["attempt"] = "3", ["checkpoint"] = "9", ["job"] = "job-1", ["subtask"] = "1/2" }, entry.Scope);
    }

    [Fact]
    public void An_entry_that_names_its_job_or_attempt_needs_no_scope_and_one_without_a_job_is_left_out()
    {
        _log.LogInformation("Job {Job} waits", "job-2");
        _log.LogInformation("{Attempt} ended", Attempt);
        _log.LogInformation("Nothing of a job");
        Assert.Equal(["job-2", "job-1"], _entries.Select(static e => e.JobId));
        Assert.Equal("3", _entries[1].Scope[LogScope.Attempt]);
    }

    [Fact]
    public void A_full_buffer_drops_the_oldest_and_gives_out_a_part_at_a_time()
    {
        var buffer = new JobLogBuffer(limit: 5, atOnce: 3);
        for (var i = 0; i < 8; i++) buffer.Add(new JobLogEntry(default, "information", "tm", $"{i}", "", new Dictionary<string, string>()));
        Assert.Equal(["3", "4", "5"], buffer.Take().Select(static e => e.Message));
        Assert.Equal(["6", "7"], buffer.Take().Select(static e => e.Message));
        Assert.Empty(buffer.Take());
    }
}
