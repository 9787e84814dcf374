using System.Buffers;
using Grpc.Core;
using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.KeyGroups;
using Millrace.Core.Restoring;
using Millrace.Core.Scheduling;
using Millrace.Core.Watermarks;
using Millrace.Hosting.Control;
using Millrace.Hosting.Logs;

namespace Millrace.Hosting.Tests.Control;

public sealed class ControlCallTests
{
    private static readonly ExecutionAttempt Attempt = new("job-1", 7);
    private static readonly SubtaskId Subtask = new(2, 5);
    private static readonly JobFailure Failure = new(FailureDomain.External, "sink", "no room", "at Sink", "record 7", false) { DamagedCheckpoint = 11 };

    private static readonly JobOperator Operator = new(new OperatorId("counts"), "process", "counts", OperatorRole.Stateful, true, true, [
        new StateDescriptor("count", "value", "string", "int64", new RawLayout(RawLayout.Object, 0, [new RawLayout("int64", 8, [])])) { TimeToLive = "1 h", MapKeySchema = "int32" }])
    {
        KeySchema = "string",
        DerivedId = new OperatorId("process-1"),
    };

    private static readonly JobSubmission Job = new("job-1", "words", "a1b2", new JobArguments
    {
        Values = new Dictionary<string, string> { ["input"] = "/in put" },
        StartTime = new DateTimeOffset(2026, 11, 25, 9, 0, 0, 123, TimeSpan.FromHours(1)),
        Seed = 42,
    }, 4, 720)
    {
        JobType = "Words.Job",
        OperatorParallelism = new Dictionary<string, int> { ["counts"] = 3 },
        SlotLimit = 2,
    };

    public static TheoryData<TaskManagerMessage> ToTaskManager =>
    [
        new TaskManagerMessage.Elsewhere("http://127.0.0.1:7"),
        new TaskManagerMessage.Welcome(3, "file:///storage", TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(10), true, TimeSpan.FromSeconds(60)),
        new TaskManagerMessage.Beat(),
        new TaskManagerMessage.Deploy(new DeployTasks(
            Job,
            Attempt,
            "fingerprint",
            [new SubtaskId(0, 1), Subtask],
            new Deployment(
                [new VertexDeployment([7, 7, 8], KeyGroupAssignment.Even(7, 720, 3)), new VertexDeployment([7], new KeyGroupAssignment(9, [1, 1, 0]))],
                new TaskPlacement([new TaskManagerAddress("tm-0", "http://a:1"), new TaskManagerAddress("tm-1", "")], [0, 1, 0])),
            new RestoredCheckpoint(
                new CheckpointManifest("job-1", "words", 12, 720, true, true, "job-1/operators", [
                    new VertexState(["counts"], KeyGroupAssignment.Even(6, 720, 2), [new SubtaskState(3, "w", [new IndexRun(11, 5), new IndexRun(12, 1L << 40)]), new SubtaskState(4, "v", [])])])
                { Losses = new Losses(4, 5, 6) },
                [Operator])
            { Renamed = new Dictionary<string, string> { ["derived"] = "counts" } })),
        new TaskManagerMessage.Deploy(new DeployTasks(Job with { SlotLimit = null }, Attempt, "fingerprint", [], new Deployment([], new TaskPlacement([], [])), null)),
        new TaskManagerMessage.Trigger(Attempt, new CheckpointBarrier(9, true, true, 8), Permit()),
        new TaskManagerMessage.Trigger(Attempt, new CheckpointBarrier(9), null),
        new TaskManagerMessage.Abort(Attempt, 9),
        new TaskManagerMessage.Permit(Permit()),
        new TaskManagerMessage.Heartbeat(Attempt, Permit(), new Dictionary<string, long> { ["group"] = long.MinValue }),
        new TaskManagerMessage.Heartbeat(Attempt, null, new Dictionary<string, long>()),
        new TaskManagerMessage.End(Attempt, [Subtask]),
        new TaskManagerMessage.Keep(["a1", "b2"]),
        new TaskManagerMessage.Plan(5, new PlanRequest(Job, ["--input", "x y"], true)),
        new TaskManagerMessage.Plan(6, new PlanRequest(Job)),
    ];

    public static TheoryData<JobManagerMessage> ToJobManager =>
    [
        new JobManagerMessage.Join(new TaskManagerRegistration("tm-0", "i1", "http://127.0.0.1:7", 2), "1.0"),
        new JobManagerMessage.Runs([], 0),
        new JobManagerMessage.Runs([new JobReport(Attempt, [new SubtaskReport(Subtask, 6, true, false, 4, null, null) { Barrier = 5, HasDrained = true }], [new SubtaskId(0, 1)])], 2),
        new JobManagerMessage.Alive(null),
        new JobManagerMessage.Alive(new TaskManagerStatus(1L << 40, [new LoadedArtifact("a1", ["job-1"], true, false, ["Words"], 99)])),
        new JobManagerMessage.Report(Attempt, new TaskManagerReport("tm-0", true, [new SubtaskReport(Subtask, 6, true, true, 4, new AlignedWatermark("group", long.MaxValue), Failure), new SubtaskReport(Subtask, 7, false, false, 0, null, null)])),
        new JobManagerMessage.Running(Attempt, Subtask),
        new JobManagerMessage.Acknowledged(Attempt, new SubtaskAcknowledgement(Subtask, 9, true, new SubtaskState(3, "w", [new IndexRun(9, 5)])) { Bytes = 6, Added = ["a"], Freed = ["f", "g"], Losses = new Losses(1, 2, 3), Figures = new SubtaskFigures(TimeSpan.FromTicks(4), TimeSpan.FromHours(50), TimeSpan.FromSeconds(6), 1L << 40) }),
        new JobManagerMessage.Declined(Attempt, Subtask, 9, "disk full"),
        new JobManagerMessage.InputEnded(Attempt, Subtask),
        new JobManagerMessage.Confirmed(Attempt, Subtask, 9),
        new JobManagerMessage.Failed(Attempt, Subtask, Failure),
        new JobManagerMessage.Failed(Attempt, null, Failure),
        new JobManagerMessage.Ended(Attempt, "tm-0", [new SubtaskId(0, 1), Subtask]),
        new JobManagerMessage.SlotsPinned(2),
        new JobManagerMessage.Planned(5, new PlanAnswer(null, Failure)),
        new JobManagerMessage.Planned(6, new PlanAnswer(new PlannedJob(Job, Graph(RestartPolicy.Default)), null)),
        new JobManagerMessage.Planned(7, new PlanAnswer(new PlannedJob(Job, Graph(RestartPolicy.None)), null)),
        new JobManagerMessage.Planned(8, new PlanAnswer(new PlannedJob(Job, Graph(RestartPolicy.ExponentialBackoff(TimeSpan.FromMilliseconds(3), TimeSpan.FromHours(2), 1.5, 0.3, 4) with { ResetAfter = TimeSpan.FromDays(1) })), null)),
        new JobManagerMessage.Leaving("it stops"),
        new JobManagerMessage.Logged([new JobLogEntry(DateTimeOffset.UnixEpoch, "error", "tm-0", "it failed", "at X", new Dictionary<string, string> { ["job"] = "job-1" })]),
    ];

    [Theory]
    [MemberData(nameof(ToTaskManager), DisableDiscoveryEnumeration = true)]
    public void Messages_to_a_task_manager_come_back(TaskManagerMessage message) => AssertComesBack(ControlCall.Connect.ResponseMarshaller, message);

    [Theory]
    [MemberData(nameof(ToJobManager), DisableDiscoveryEnumeration = true)]
    public void Messages_to_a_job_manager_come_back(JobManagerMessage message) => AssertComesBack(ControlCall.Connect.RequestMarshaller, message);

    [Fact]
    public void Every_kind_of_message_is_tried()
    {
        Assert.Equal(Kinds(typeof(TaskManagerMessage)), ToTaskManager.Select(static r => r.Data.GetType().Name).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(Kinds(typeof(JobManagerMessage)), ToJobManager.Select(static r => r.Data.GetType().Name).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_message_that_lacks_a_part_or_is_none_is_refused()
    {
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => Read(ControlCall.Connect.RequestMarshaller, """{"$type":"running","Subtask":{"Vertex":0,"Index":0}}"""u8.ToArray()));
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => Read(ControlCall.Connect.RequestMarshaller, "null"u8.ToArray()));
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => Read(ControlCall.Connect.RequestMarshaller, "\0\0"u8.ToArray()));
    }

    private static IEnumerable<string> Kinds(Type message) =>
        message.GetNestedTypes().Where(message.IsAssignableFrom).Select(static t => t.Name).Order(StringComparer.Ordinal);

    private static JobGraph Graph(RestartPolicy restart) =>
        new(720, [new JobVertex(0, 2, [Operator])], [new JobEdge(0, 0, 0, "key", "late", 1)]) { Restart = restart, Warnings = ["time stands still"] };

    private static CommitPermit Permit() =>
        CommitPermit.From(JobHead.Create("job-1", "words", 720).BeginAttempt(3, 0).Complete(new RetainedCheckpoint(9, "manifest"), 1))!;

    private static void AssertComesBack<T>(Marshaller<T> marshaller, T message)
    {
        var back = Read(marshaller, Write(marshaller, message));
        // Checks all members, including those of lists, and of types that other tests rely on to be equal by value.
        Assert.Equivalent(message, back, strict: true);
        Assert.Equal(Write(marshaller, message), Write(marshaller, back));
    }

    private static byte[] Write<T>(Marshaller<T> marshaller, T message)
    {
        var context = new Written();
        marshaller.ContextualSerializer(message, context);
        Assert.True(context.IsComplete);
        return context.Buffer.WrittenSpan.ToArray();
    }

    private static T Read<T>(Marshaller<T> marshaller, byte[] bytes) => marshaller.ContextualDeserializer(new Received(bytes));

    private sealed class Written : SerializationContext
    {
        public ArrayBufferWriter<byte> Buffer { get; } = new();

        public bool IsComplete { get; private set; }

        public override IBufferWriter<byte> GetBufferWriter() => Buffer;

        public override void Complete() => IsComplete = true;
    }

    private sealed class Received(byte[] bytes) : DeserializationContext
    {
        public override int PayloadLength => bytes.Length;

        public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => new(bytes);
    }
}
