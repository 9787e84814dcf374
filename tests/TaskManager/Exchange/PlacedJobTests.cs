using System.Collections.Concurrent;
using Millrace.Core.Control;
using Millrace.Tests.Testing.Outside;

namespace Millrace.TaskManager.Tests.Exchange;

/// <summary>Jobs whose tasks are placed on two task managers.</summary>
public sealed class PlacedJobTests
{
    private const int Numbers = 20_000;

    private readonly CollectingSink _sink = new();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public async Task Records_barriers_and_ends_cross_whichever_is_deployed_first(int first, int second)
    {
        await using var job = await PlacedJob.Start(Define);
        job.Deploy(1, first, second);
        await job.InputsEnded();
        job.Trigger(1, checkpoint: 1);
        await job.Acknowledged(1);
        Assert.Empty(job.Failures);
        Assert.Equal(
            Enumerable.Range(0, Numbers).GroupBy(static n => n % 100).SelectMany(static g => g.Select((_, n) => $"{g.Key}: {n + 1}")).Order(StringComparer.Ordinal),
            _sink.Taken.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Another_attempt_uses_the_same_processes()
    {
        await using var job = await PlacedJob.Start(Define);
        job.Deploy(1, 0, 1);
        await job.InputsEnded();
        job.Deploy(2, 1, 0);
        await job.Running(2);
        job.Trigger(2, checkpoint: 1);
        await job.Acknowledged(1);
        Assert.Empty(job.Failures);
    }

    [Fact]
    public async Task A_record_that_is_too_large_is_the_users_failure_and_names_operator_size_and_option()
    {
        await using var job = await PlacedJob.Start(
            env => env.FromSource(new NumberSource(5000, 1)).Map(static n => new string('x', n % 7 * 200)).Name("pad").Rebalance().SinkTo(_sink).Name("out"),
            new TaskExecutorOptions { MaxRecordBytes = 1000 });
        job.Deploy(1, 0, 1);
        await job.HasFailed();
        var failure = job.Failures.First();
        Assert.Equal(FailureDomain.User, failure.Domain);
        Assert.Matches("A record from 'pad' to 'out' takes 1,[02]03 bytes.*--max-record-size allows \\(1,000\\)", failure.Message);
    }

    [Fact]
    public async Task A_task_manager_that_is_gone_fails_the_others_tasks_as_external()
    {
        await using var job = await PlacedJob.Start(env => env.FromSource(new EndlessSource()).Map(static n => (int)(n % 1000)).KeyBy(static n => n % 100).Process(new Count()).SinkTo(_sink));
        job.Deploy(1, 0, 1);
        while (_sink.Taken.IsEmpty) await Task.Yield();
        await job.Second.DisposeAsync();
        // The tasks of the one that goes away may report theirs first.
        await job.HasFailed(static f => f.Message.Contains("data call to", StringComparison.Ordinal));
        var failure = job.Failures.First(static f => f.Message.Contains("data call to", StringComparison.Ordinal));
        Assert.Equal((FailureDomain.External, true), (failure.Domain, failure.CanRetry));
    }

    [Fact]
    public async Task Records_that_cannot_be_serialized_are_refused_by_their_path()
    {
        await using var job = await PlacedJob.Start(env => env.FromSource(new NumberSource(10, 1)).Map(static n => new Holder(n)).Name("hold").Rebalance().Map(static h => $"{h.Value}").Name("text").SinkTo(_sink));
        job.Deploy(1, 0, 1);
        await job.HasFailed();
        var failure = job.Failures.First();
        Assert.Equal((FailureDomain.User, false), (failure.Domain, failure.CanRetry));
        Assert.Contains("Records from 'hold' to 'text' cannot go to another task manager: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Holder.Value", failure.Message, StringComparison.Ordinal);
    }

    private void Define(StreamEnvironment env) => env.FromSource(new NumberSource(Numbers, 4)).KeyBy(static n => n % 100).Process(new Count()).Uid("count").SinkTo(_sink);

    private sealed record Holder(object Value);

    private sealed class Count : KeyedProcessFunction<int, int, string>
    {
        private readonly ValueState<int> _count = new("count");

        public override void Process(int value, KeyedProcessContext<int> context, ICollector<string> output)
        {
            _count.TryGet(out var count);
            _count.Update(count + 1);
            output.Collect($"{context.Key}: {count + 1}");
        }
    }

    private sealed class CollectingSink : ISink<string>, ISinkWriter<string>
    {
        public ConcurrentQueue<string> Taken { get; } = new();

        public ISinkWriter<string> CreateWriter(SinkContext context) => this;

        public void Write(string value, long timestamp) => Taken.Enqueue(value);

        public void Flush() { }

        public void Dispose() { }
    }
}
