using Millrace.Hosting.Logs;
using Millrace.JobManager.Logs;

namespace Millrace.JobManager.Tests;

public sealed class JobLogStoreTests
{
    [Fact]
    public void The_latest_entries_of_each_job_are_kept()
    {
        var store = new JobLogStore(kept: 3);
        for (var i = 0; i < 5; i++) store.Add(Entry("a", i));
        store.Add(Entry("b", 9));
        Assert.Equal(["2", "3", "4"], store.Read("a").Select(static e => e.Message));
        Assert.Equal(["3", "4"], store.Read("a", tail: 2).Select(static e => e.Message));
        Assert.Equal(["9"], store.Read("b", tail: 7).Select(static e => e.Message));
        Assert.Empty(store.Read("c"));
    }

    [Fact]
    public void Of_too_many_jobs_the_one_that_was_quiet_longest_is_forgotten()
    {
        var store = new JobLogStore(jobs: 2);
        store.Add(Entry("a", 1));
        store.Add(Entry("b", 2));
        store.Add(Entry("a", 3));
        store.Add(Entry("c", 4));
        Assert.Empty(store.Read("b"));
        Assert.Equal(["1", "3"], store.Read("a").Select(static e => e.Message));
    }

    [Fact]
    public async Task A_reader_that_follows_gets_what_is_kept_and_what_comes_each_once()
    {
        var store = new JobLogStore();
        store.Add(Entry("a", 1));
        store.Add(Entry("a", 2));
        using var stop = new CancellationTokenSource();
        await using var reader = store.Follow("a", tail: 1, stop.Token).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await reader.MoveNextAsync());
        Assert.Equal("2", reader.Current.Message);
        store.Add(Entry("b", 3));
        store.Add(Entry("a", 4));
        Assert.True(await reader.MoveNextAsync());
        Assert.Equal("4", reader.Current.Message);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reader.MoveNextAsync());
    }

    private static JobLogEntry Entry(string job, int number) =>
        new(default, "information", "jobmanager", $"{number}", "", new Dictionary<string, string> { [LogScope.Job] = job });
}
