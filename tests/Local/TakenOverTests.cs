using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;
using Millrace.Testing;
using Millrace.Tests.Testing.Blobs;
using Millrace.Tests.Testing.Outside;

namespace Millrace.Local.Tests;

/// <summary>Storages that lock no folder can be given to a second program: the newest one that runs a job has it.</summary>
public sealed class TakenOverTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("millrace-").FullName;
    private readonly TestSink<int> _sink = new();
    private bool _isTakenOver;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_run_whose_job_another_process_runs_ends_and_says_so()
    {
        var error = new StringWriter();
        var code = JobProgram.Run(["--checkpoint-dir", _folder, "--checkpoint-interval", "10ms"], () => new NumbersJob(this), null, new Terminal(TextWriter.Null, TextWriter.Synchronized(error), null));
        Assert.Equal(ExitCodes.Failed, code);
        Assert.True(error.ToString().Contains("error: the job failed: Another process runs the job now.", StringComparison.Ordinal), error.ToString());
    }

    private int TakeOver(int number)
    {
        if (_sink.Visible.Count == 0 || _isTakenOver) return number;
        _isTakenOver = true;
        var store = new JobStore(new DirectoryBlobStore(_folder));
        var head = store.FindNewest(nameof(NumbersJob))!;
        store.TakeOverAsync(head.JobId, "another", head.LeaderEpoch + 1, CancellationToken.None).GetAwaiter().GetResult();
        return number;
    }

    private sealed class NumbersJob(TakenOverTests test) : IStreamJob
    {
        public void Define(StreamEnvironment env, JobArguments args)
        {
            env.Restart = RestartPolicy.None;
            env.FromSource(new NumberSource(1_000_000, 1)).RateLimit(1000).Uid("numbers").Map(test.TakeOver).Uid("map").SinkTo(test._sink).Uid("sink");
        }
    }
}
