using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Scheduling;
using Millrace.Hosting.Control;
using Millrace.JobManager.Logs;
using Millrace.Tests.Testing.Outside;

namespace Millrace.Processes.Tests;

/// <summary>Sessions of task managers at a job manager, over loopback connections.</summary>
public sealed class SessionTests
{
    private static readonly ExecutionAttempt Attempt = new("job-1", 1);

    [Fact]
    public async Task A_task_manager_joins_and_messages_go_both_ways()
    {
        await using var jobManager = await JobManagerFixture.Start();
        await using var taskManager = await TaskManagerFixture.Start(jobManager.Grpc);
        Assert.StartsWith("joined tm ", await jobManager.Registry.Next(), StringComparison.Ordinal);
        Assert.Equal(3, jobManager.Registry.Registration.Slots);
        Assert.StartsWith("taskmanager ready: tm, 3 slots, data " + jobManager.Registry.Registration.Address, await taskManager.Ready.Task, StringComparison.Ordinal);
        jobManager.Registry.Tasks.Heartbeat(Attempt, null, new Dictionary<string, long>());
        Assert.Equal("heartbeat 1 tm False", await jobManager.Registry.Next());
        jobManager.Registry.Tasks.End(Attempt, []);
        Assert.Equal("ended 1 tm", await jobManager.Registry.Next());
    }

    [Fact]
    public async Task A_job_of_its_library_is_planned_and_runs_and_its_log_comes_up()
    {
        await using var jobManager = await JobManagerFixture.Start(("HeartbeatInterval", "00:00:00.020"));
        await using var taskManager = await TaskManagerFixture.Start(jobManager.Grpc);
        await jobManager.Registry.Next("joined");
        await taskManager.Ready.Task;
        taskManager.Library.Add("artifact", static () => new Numbers());
        var job = new JobSubmission("job-1", "numbers", "artifact", new JobArguments(), 1, 8);
        var planned = await Plan(jobManager.Registry.Planner, job);
        var graph = planned.Planned!.Graph;
        var deployment = Deployment.Of(graph, Attempt.Number, new TaskPlacement([new TaskManagerAddress("tm", "")], [0]));
        var read = jobManager.Services.GetRequiredService<JobLogStore>().Follow("job-1", 0, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        jobManager.Registry.Tasks.Deploy(new DeployTasks(job, Attempt, graph.Fingerprint(), [.. graph.Subtasks], deployment, null));
        await jobManager.Registry.Next("running 1");
        await jobManager.Registry.Next("input ended 1");
        Assert.True(await read.MoveNextAsync());
        Assert.Equal(("tm", "job-1", "1"), (read.Current.Process, read.Current.JobId, read.Current.Scope["attempt"]));
        Assert.Contains("none", (await Plan(jobManager.Registry.Planner, job with { Artifact = "none" })).Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_manager_that_stops_leaves_at_once()
    {
        await using var jobManager = await JobManagerFixture.Start();
        var taskManager = await TaskManagerFixture.Start(jobManager.Grpc);
        var joined = await jobManager.Registry.Next();
        await taskManager.Ready.Task;
        await taskManager.DisposeAsync();
        Assert.Equal(joined.Replace("joined", "left") + " alive: it stops", await jobManager.Registry.Next());
    }

    [Fact]
    public async Task A_session_that_is_replaced_is_over_before_the_next_begins_and_who_lost_it_comes_back()
    {
        await using var jobManager = await JobManagerFixture.Start();
        await using var taskManager = await TaskManagerFixture.Start(jobManager.Grpc);
        var joined = await jobManager.Registry.Next();
        using var channel = jobManager.Channel();
        using (await Join(channel, "tm", "other"))
        {
            Assert.StartsWith(joined.Replace("joined", "left") + " alive: another process registered under its id", await jobManager.Registry.Next(), StringComparison.Ordinal);
            Assert.Equal("joined tm other", await jobManager.Registry.Next());
            Assert.StartsWith("left tm other", await jobManager.Registry.Next(), StringComparison.Ordinal);
            Assert.Equal(joined, await jobManager.Registry.Next());
        }
    }

    [Fact]
    public async Task Who_gives_no_sign_of_life_is_lost_and_a_plan_that_it_owes_is_left_to_others()
    {
        await using var jobManager = await JobManagerFixture.Start(("HeartbeatInterval", "00:00:00.020"), ("HeartbeatTimeout", "00:00:00.200"));
        using var channel = jobManager.Channel();
        // It registers and never sends anything again, like a process that was paused.
        using var call = await Join(channel, "silent", "i");
        await jobManager.Registry.Next("joined silent");
        var plan = Plan(jobManager.Registry.Planner, new JobSubmission("", "x", "a", new JobArguments(), 1, 8));
        Assert.Contains("nothing was received from the other side", await jobManager.Registry.Next("left silent"), StringComparison.Ordinal);
        Assert.False(plan.IsCompleted);
    }

    [Fact]
    public async Task A_task_manager_registers_again_at_a_job_manager_that_was_started_anew()
    {
        var jobManager = await JobManagerFixture.Start();
        await using var taskManager = await TaskManagerFixture.Start(jobManager.Grpc);
        var joined = await jobManager.Registry.Next();
        var address = jobManager.Grpc.Authority;
        await jobManager.DisposeAsync();
        await using var again = await JobManagerFixture.Start(("GrpcAddress", address));
        Assert.Equal(joined, await again.Registry.Next());
        again.Registry.Tasks.End(Attempt, []);
        Assert.Equal("ended 1 tm", await again.Registry.Next());
    }

    [Fact]
    public async Task What_does_not_begin_with_a_registration_is_refused()
    {
        await using var jobManager = await JobManagerFixture.Start();
        using var channel = jobManager.Channel();
        using var call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(ControlCall.Connect, null, new CallOptions());
        await call.RequestStream.WriteAsync(new JobManagerMessage.Alive(null), TestContext.Current.CancellationToken);
        var e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.InvalidArgument, e.StatusCode);
    }

    private static async Task<AsyncDuplexStreamingCall<JobManagerMessage, TaskManagerMessage>> Join(Grpc.Net.Client.GrpcChannel channel, string id, string instance)
    {
        var call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(ControlCall.Connect, null, new CallOptions());
        await call.RequestStream.WriteAsync(new JobManagerMessage.Join(new TaskManagerRegistration(id, instance, "", 1), "1"), TestContext.Current.CancellationToken);
        await call.RequestStream.WriteAsync(new JobManagerMessage.Runs([], 0), TestContext.Current.CancellationToken);
        return call;
    }

    private static Task<PlanAnswer> Plan(IJobPlanner planner, JobSubmission job)
    {
        var answer = new TaskCompletionSource<PlanAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        planner.Plan(new PlanRequest(job), answer.SetResult);
        return answer.Task;
    }

    private sealed class Numbers : IStreamJob
    {
        public void Define(StreamEnvironment env, JobArguments args) =>
            env.FromSource(new NumberSource(20, 1)).Uid("numbers").Map(static n => n + 1).SinkTo(new Millrace.Testing.TestSink<int>()).Uid("sink");
    }
}
