using Millrace.Testing;
using Millrace.Tests.Testing.Outside;

namespace Millrace.Local.Tests;

/// <summary>What a run reports about records it dropped without failing.</summary>
public sealed class LossesTests
{
    private const int Numbers = 400;

    [Fact]
    public void The_end_names_what_was_late_skipped_and_dropped()
    {
        var (error, report) = Run(new LosingJob(static _ => { }));
        Assert.Equal((4L, 5L, 10L), (report.LateRecords, report.SkippedRecords, report.DroppedTimers));
        var last = error.Split('\n').Last(static l => l.StartsWith("finished: ", StringComparison.Ordinal));
        Assert.Contains(", 4 late records dropped, 5 failed records skipped, 10 timers dropped at the end of input", last, StringComparison.Ordinal);
    }

    /// <summary>Attempts that failed count as far as their checkpoints do.</summary>
    [Fact]
    public void Each_is_counted_once_although_the_job_restarts()
    {
        var crashes = 3;
        var (_, report) = Run(new LosingJob(number =>
        {
            if (number % 100 == 99 && Interlocked.Decrement(ref crashes) >= 0) throw new InvalidOperationException("crash");
        }), "--restarts", "3");
        Assert.InRange(report.Restarts, 1, 3);
        Assert.Equal((4L, 5L, 10L), (report.LateRecords, report.SkippedRecords, report.DroppedTimers));
    }

    [Fact]
    public void A_run_that_left_nothing_out_says_nothing_of_it_and_every_start_warns_of_missing_Uids()
    {
        var (error, _) = Run(new CountingJob());
        var lines = error.Split('\n');
        Assert.EndsWith("last checkpoint 1", lines.Last(static l => l.StartsWith("finished: ", StringComparison.Ordinal)).TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("warning: count has state but no Uid", error, StringComparison.Ordinal);
    }

    private static (string Error, JobReport Report) Run(IStreamJob job, params string[] args)
    {
        var error = new StringWriter();
        JobReport? report = null;
        var code = JobProgram.Run(["--checkpoint-interval", "20ms", .. args], () => job, (r, _) => report = r, new Terminal(TextWriter.Null, TextWriter.Synchronized(error), null));
        Assert.True(code == ExitCodes.Ended, error.ToString());
        return (error.ToString(), report!);
    }

    private sealed class CountingJob : IStreamJob
    {
        public void Define(StreamEnvironment env, JobArguments args) =>
            env.FromSource(new NumberSource(10, 1)).Uid("numbers").KeyBy(n => n).Count().SinkTo(new TestSink<(int, long)>()).Uid("sink");
    }

    private sealed class LosingJob(Action<int> look) : IStreamJob
    {
        private readonly TestSink<int> _world = new();

        public void Define(StreamEnvironment env, JobArguments args) =>
            env.FromSource(new NumberSource(Numbers, 2)).RateLimit(1_000).Uid("numbers")
                .KeyBy(n => n % 10).Process(new Losing()).Uid("losing").OnError(ErrorHandling.Skip)
                .Map(Look).SinkTo(_world).Uid("sink");

        private int Look(int number)
        {
            look(number);
            return number;
        }
    }

    /// <summary>Drops some records as if they were late, throws on others, and has a timer per key that never fires.</summary>
    private sealed class Losing : KeyedProcessFunction<int, int, int>
    {
        private Counter _late = null!;

        public override void Open(FunctionContext context) => _late = context.LateRecords;

        public override void Process(int value, KeyedProcessContext<int> context, ICollector<int> output)
        {
            context.Timers.RegisterProcessingTimeTimer(long.MaxValue - 1);
            if (value % 80 == 7) throw new FormatException("odd");
            if (value % 100 == 11) _late.Add();
            output.Collect(value);
        }
    }
}
