using Google.Protobuf.WellKnownTypes;
using Millrace.Cli.Tests.Fakes;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Tests.Commands;

/// <summary><c>checkpoints</c>, <c>exceptions</c> and <c>logs</c>.</summary>
public sealed class HistoryCommandTests
{
    private static readonly Checkpoint[] Checkpoints =
    [
        new() { Id = 18, Status = "in-progress", Kind = "checkpoint", Triggered = Samples.At(12, 0), Duration = Of(40), Subtasks = 3, Acknowledged = 1, Phases = new CheckpointPhases(), LongestAlignment = Part(0, 0) },
        new()
        {
            Id = 17, Status = "completed", Kind = "savepoint", Triggered = Samples.At(11, 59), Duration = Of(125), Bytes = 2048, StateBytes = 3 << 20, Path = "/data/sp/17", Subtasks = 3,
            Acknowledged = 3, Phases = new CheckpointPhases { Subtasks = Of(100), Manifest = Of(15), Head = Of(10), Publishing = Of(1500) }, Slowest = Part(1, 0), LongestAlignment = Part(2, 80), Unaligned = true, InFlightBytes = 500,
        },
        new() { Id = 16, Status = "failed", Kind = "checkpoint", Triggered = Samples.At(11, 58), Duration = Of(3000), Failure = "disk full", Subtasks = 3, Phases = new CheckpointPhases() },
        new() { Id = 15, Status = "completed", Kind = "rescale", Triggered = Samples.At(11, 57), Duration = Of(90), Bytes = 7 },
    ];

    private static readonly LogEntry[] Entries =
    [
        new() { Time = Samples.At(11, 58, 0.25), Level = "information", Process = "jobmanager", Message = "deployed", Scope = { ["job"] = Samples.Id, ["subtask"] = "counts-1", ["attempt"] = "2" } },
        new() { Time = Samples.At(11, 59), Level = "error", Process = "tm-1", Message = "failed", Exception = "System.Exception: no\n   at X\n" },
    ];

    [Fact]
    public async Task Checkpoints_are_in_a_line_each()
    {
        await using var manager = await CheckpointsAsync(Checkpoints);
        Assert.Equal(
            """
            ID  KIND        STATUS       TRIGGERED              TOOK    WROTE    STATE  PATH OR REASON
            18  checkpoint  in-progress  2026-03-01 12:00:00   40 ms        -        -
            17  savepoint   completed    2026-03-01 11:59:00  125 ms  2.0 KiB  3.0 MiB  /data/sp/17
            16  checkpoint  failed       2026-03-01 11:58:00   3.0 s        -        -  disk full
            15  rescale     completed    2026-03-01 11:57:00   90 ms      7 B        -  no longer kept

            ID  SUBTASKS  MANIFEST   HEAD  PUBLISHING  SLOWEST SUBTASK   ALIGNED  COPIED  STORED  OVERTAKEN  LONGEST ALIGNMENT
            18    1 of 3         -      -           -  -                       -       -       -          -  -
            17    100 ms     15 ms  10 ms       1.5 s  counts -> sink 1     0 ms    4 ms   50 ms      500 B  80 ms in counts -> sink 2
            16    0 of 3         -      -           -  -                       -       -       -          -  -

            41 completed and 2 failed.

            """,
            (await CliRun.OfAsync(manager, "checkpoints", "3f")).Output);
    }

    [Fact]
    public async Task Checkpoints_as_json_have_an_array()
    {
        await using var manager = await CheckpointsAsync(Checkpoints[1]);
        Assert.Equal(
            """
            {"checkpoints":[{"id":17,"status":"completed","kind":"savepoint","triggered":"2026-03-01T11:59:00Z","seconds":0.125,"bytes":2048,"stateBytes":3145728,"subtasks":3,"acknowledged":3,
            "phases":{"subtasks":0.1,"manifest":0.015,"head":0.01,"publishing":1.5},
            "slowest":{"operators":"counts -\u003E sink","index":1,"seconds":0.1,"alignment":0,"copying":0.004,"upload":0.05,"bytes":1000,"stateBytes":2000},
            "longestAlignment":{"operators":"counts -\u003E sink","index":2,"seconds":0.1,"alignment":0.08,"copying":0.004,"upload":0.05,"bytes":1000,"stateBytes":2000},
            "path":"/data/sp/17","failure":null,"unaligned":true,"inFlightBytes":500}],"completed":41,"failed":2}
            """.ReplaceLineEndings(""),
            (await CliRun.OfAsync(manager, "checkpoints", "3f", "--json")).Output.Trim());
    }

    [Fact]
    public async Task Without_checkpoints_it_says_so()
    {
        await using var manager = await CheckpointsAsync();
        Assert.Equal("The job has no checkpoints yet.\n", (await CliRun.OfAsync(manager, "checkpoints", "3f")).Output);
    }

    [Fact]
    public async Task Exceptions_come_with_their_stack_traces()
    {
        await using var manager = await ExceptionsAsync(Samples.Failure());
        Assert.Equal(
            """
            2026-03-01 11:59:00  attempt 1  user failure in counts at record 7: no such word
                System.FormatException: no such word
                   at Words.Split()

            """,
            (await CliRun.OfAsync(manager, "exceptions", "3f")).Output);
        var exception = Assert.Single((await CliRun.OfAsync(manager, "exceptions", "3f", "--json")).Json().GetProperty("exceptions").EnumerateArray());
        Assert.Equal("no such word", exception.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Without_exceptions_it_says_so()
    {
        await using var manager = await ExceptionsAsync();
        Assert.Equal("The job has had no failures.\n", (await CliRun.OfAsync(manager, "exceptions", "3f")).Output);
    }

    [Fact]
    public async Task Logs_say_when_where_and_about_what()
    {
        await using var manager = await LogsAsync();
        Assert.Equal(
            """
            2026-03-01 11:58:00.250 information jobmanager: deployed [attempt=2 subtask=counts-1]
            2026-03-01 11:59:00.000 error       tm-1: failed
                System.Exception: no
                   at X

            """,
            (await CliRun.OfAsync(manager, "logs", "3f")).Output);
        Assert.Equal(new ReadLogsRequest { Job = "3f" }, manager.Request<ReadLogsRequest>());
    }

    [Fact]
    public async Task Logs_as_json_have_an_array_and_a_line_each_where_they_are_followed()
    {
        await using var manager = await LogsAsync();
        var entries = (await CliRun.OfAsync(manager, "logs", "3f", "--json")).Json().GetProperty("entries");
        Assert.Equal(2, entries.GetArrayLength());
        var followed = await CliRun.OfAsync(manager, "logs", "3f", "--json", "--follow", "--tail", "5");
        Assert.Equal([.. entries.EnumerateArray().Select(e => e.GetRawText())], followed.Output.TrimEnd().Split('\n'));
        Assert.Equal(new ReadLogsRequest { Job = "3f", Follow = true, Tail = 5 }, manager.Calls[^1].Request);
        Assert.Equal(
            """{"time":"2026-03-01T11:58:00.25Z","level":"information","process":"jobmanager","message":"deployed","exception":null,"scope":{"attempt":"2","job":"3f2a9c01","subtask":"counts-1"}}""",
            entries[0].GetRawText());
    }

    private static Duration Of(int milliseconds) => Duration.FromTimeSpan(TimeSpan.FromMilliseconds(milliseconds));

    private static SubtaskPart Part(int index, int alignment) =>
        new() { Operators = "counts -> sink", Index = index, Duration = Of(100), Alignment = Of(alignment), Copying = Of(4), Upload = Of(50), Bytes = 1000, StateBytes = 2000 };

    private static async Task<FakeServer> CheckpointsAsync(params Checkpoint[] checkpoints) =>
        (await FakeServer.StartAsync()).On<ListCheckpointsRequest>("ListCheckpoints", _ => new ListCheckpointsResponse { Checkpoints = { checkpoints }, Completed = 41, Failed = 2 });

    private static async Task<FakeServer> ExceptionsAsync(params Failure[] failures) =>
        (await FakeServer.StartAsync()).On<ListExceptionsRequest>("ListExceptions", _ => new ListExceptionsResponse { Failures = { failures } });

    private static async Task<FakeServer> LogsAsync() => (await FakeServer.StartAsync()).On<ReadLogsRequest>("ReadLogs", _ => Entries);
}
