using Millrace.Testing.Attempts;

namespace Millrace.Testing.Tests;

public sealed class JobHarnessTests
{
    private static readonly string[] s_words = [.. Enumerable.Range(0, 3000).Select(i => $"word {i % 7} and {i % 11}")];

    [Fact]
    public void A_bounded_job_runs_to_its_end()
    {
        using var job = new JobHarness(() => new CountJob());
        job.ReplaceSource("words", TestSource.Of("to", "be", "or", "not", "to", "be"));
        var counts = job.ReplaceSink<(string, long)>("counts");
        job.RunToEnd();
        Assert.True(job.HasFinished);
        Assert.Equal([("be", 1), ("be", 2), ("not", 1), ("or", 1), ("to", 1), ("to", 2)], counts.Visible.Order());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Each_count_comes_once_through_crashes_rescales_and_a_savepoint(int seed)
    {
        using var job = new JobHarness(() => new CountJob(), new JobHarnessOptions { Seed = seed, CheckpointInterval = TimeSpan.FromMilliseconds(20) });
        var words = new TestSource<string>(splits: 2);
        job.ReplaceSource("words", words);
        var counts = job.ReplaceSink<(string, long)>("counts");
        words.PushAll(s_words[..1000]);
        job.RunUntil(() => counts.Visible.Count > 10);
        job.Crash();
        words.PushAll(s_words[1000..1500]);
        job.RunFor(TimeSpan.FromMilliseconds(5));
        job.Rescale(parallelism: 5);
        words.PushAll(s_words[1500..2000]);
        job.RunFor(TimeSpan.FromMilliseconds(5));
        var savepoint = job.TakeSavepoint();
        var shown = counts.Visible.Count;
        words.PushAll(s_words[2000..]);
        job.RunUntil(() => counts.Visible.Count > 2500);
        job.Restore(savepoint, parallelism: 3);
        job.RunUntil(() => counts.Visible.Count <= 2500);
        Assert.InRange(counts.Visible.Count, shown, 2500);
        words.End();
        job.RunToEnd();
        Assert.Equal(s_words.GroupBy(w => w).SelectMany(g => g.Select((w, n) => (w, n + 1L))).Order(), counts.Visible.Order());
    }

    [Fact]
    public void Records_come_while_the_job_runs_and_are_seen_behind_a_checkpoint()
    {
        using var job = new JobHarness(() => new CountJob());
        var words = new TestSource<string>(splits: 2);
        job.ReplaceSource("words", words);
        var counts = job.ReplaceSink<(string, long)>("counts");
        words.PushAll("a", "b", "a");
        job.CompleteCheckpoint();
        Assert.Equal([("a", 1), ("a", 2), ("b", 1)], counts.Visible.Order());
        words.Push("b", split: 1);
        job.Crash();
        job.CompleteCheckpoint();
        Assert.Equal([("a", 1), ("a", 2), ("b", 1), ("b", 2)], counts.Visible.Order());
        Assert.False(job.HasFinished);
        words.End();
        job.RunToEnd();
        Assert.Throws<InvalidOperationException>(() => words.Push("c"));
    }

    [Fact]
    public void A_function_that_throws_restarts_the_job_by_its_policy_and_then_fails_the_test()
    {
        using var job = new JobHarness(env => env.FromSource(TestSource.Of(1, 2, 3)).Map(n => n < 3 ? n : throw new FormatException("three")).SinkTo(new TestSink<int>()).Uid("out"));
        var failure = Assert.Throws<HarnessException>(job.RunToEnd).Message;
        Assert.Contains("three", failure, StringComparison.Ordinal);
        Assert.True(job.Restarts > 0);
    }

    [Fact]
    public void The_readme_says_how_a_job_is_tested()
    {
        using var job = new JobHarness(() => new WordCount.WordCountJob());
        job.ReplaceSource("lines", TestSource.Of("to be", "or not to be"));
        var counts = job.ReplaceSink<(string Key, long Count)>("output");
        job.RunFor(TimeSpan.FromMilliseconds(3));
        job.Crash();
        job.Rescale(parallelism: 5);
        job.RunToEnd();
        Assert.Equal(6, counts.Visible.Count);
    }

    [Fact]
    public void One_seed_is_one_run()
    {
        Assert.Equal(Order(seed: 4), Order(seed: 4));

        static IReadOnlyList<(string, long)> Order(int seed)
        {
            using var job = new JobHarness(() => new CountJob(), new JobHarnessOptions { Seed = seed });
            job.ReplaceSource("words", TestSource.Of(s_words));
            var counts = job.ReplaceSink<(string, long)>("counts");
            job.RunFor(TimeSpan.FromMilliseconds(30));
            job.Crash();
            job.RunToEnd();
            return counts.Visible;
        }
    }

    [Fact]
    public void What_is_replaced_is_found_by_its_uid_and_has_its_type()
    {
        Assert.Contains("There is no source or sink 'lines' in the job. There are: words, counts", Problem(job => job.ReplaceSource("lines", TestSource.Of("a"))), StringComparison.Ordinal);
        Assert.Contains("'words' is to be replaced by a source of Int32, but is a source of String", Problem(job => job.ReplaceSource("words", TestSource.Of(1))), StringComparison.Ordinal);
        Assert.Contains("'count' is to be replaced by a sink of String", Problem(job => job.ReplaceSink<string>("count")), StringComparison.Ordinal);

        static string Problem(Action<JobHarness> replace)
        {
            using var job = new JobHarness(() => new CountJob());
            replace(job);
            return Assert.Throws<InvalidJobException>(job.RunToEnd).Message;
        }
    }

    [Fact]
    public void A_running_job_keeps_its_sources()
    {
        using var job = new JobHarness(() => new CountJob());
        job.ReplaceSource("words", TestSource.Of("a"));
        job.RunFor(TimeSpan.FromMilliseconds(1));
        Assert.Throws<InvalidOperationException>(() => job.ReplaceSource("words", TestSource.Of("b")));
    }

    private sealed class CountJob : IStreamJob
    {
        public void Define(StreamEnvironment env, JobArguments args) => env
            .FromSource(TestSource.Of("never read")).Uid("words")
            .KeyBy(w => w).Count().Uid("count").Map(c => (c.Key, c.Count)).SinkTo(new TestSink<(string, long)>()).Uid("counts");
    }
}
