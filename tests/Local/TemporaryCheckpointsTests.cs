using Millrace.Testing;
using Millrace.Tests.Testing.Outside;

namespace Millrace.Local.Tests;

/// <summary>What a run without <c>--checkpoint-dir</c> leaves behind.</summary>
public sealed class TemporaryCheckpointsTests
{
    [Fact]
    public void A_run_that_has_finished_leaves_no_folder()
    {
        var (code, folder, error, report) = Run(static n => n);
        Assert.Equal((ExitCodes.Ended, null), (code, report!.CheckpointDirectory));
        Assert.False(Directory.Exists(folder), error);
    }

    [Fact]
    public void A_run_that_failed_before_its_first_checkpoint_leaves_no_folder()
    {
        var (code, folder, error, report) = Run(static _ => throw new FormatException("on purpose"), interval: "1h");
        Assert.Equal((ExitCodes.Failed, null), (code, report!.CheckpointDirectory));
        Assert.False(Directory.Exists(folder), error);
    }

    [Fact]
    public void A_run_that_failed_later_keeps_its_folder_and_says_how_to_go_on()
    {
        var sink = new TestSink<int>();
        var (code, folder, error, report) = Run(n => sink.Visible.Count == 0 ? n : throw new FormatException("on purpose"), sink: sink, numbers: 1_000_000);
        try
        {
            Assert.Equal((ExitCodes.Failed, folder), (code, report!.CheckpointDirectory));
            Assert.Contains($"resume with --restore {folder}", error, StringComparison.Ordinal);
            Assert.NotEmpty(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (int Code, string Folder, string Error, JobReport? Report) Run(Func<int, int> map, string interval = "10ms", TestSink<int>? sink = null, int numbers = 2000)
    {
        var error = new StringWriter();
        JobReport? report = null;
        var code = JobProgram.Run(["--checkpoint-interval", interval], () => new NumbersJob(map, sink ?? new TestSink<int>(), numbers), (r, _) => report = r, new Terminal(TextWriter.Null, TextWriter.Synchronized(error), null));
        var text = error.ToString();
        return (code, text.Split('\n').Single(static l => l.StartsWith("checkpoints: ", StringComparison.Ordinal))["checkpoints: ".Length..].Trim(), text, report);
    }

    private sealed class NumbersJob(Func<int, int> map, TestSink<int> sink, int numbers) : IStreamJob
    {
        public void Define(StreamEnvironment env, JobArguments args)
        {
            env.Restart = RestartPolicy.None;
            env.FromSource(new NumberSource(numbers, 2)).RateLimit(1000).Uid("numbers").Map(map).Uid("map").SinkTo(sink).Uid("sink");
        }
    }
}
