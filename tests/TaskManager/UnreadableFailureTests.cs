using Millrace.Core.Control;
using Millrace.Testing;
using Millrace.Tests.Testing.Outside;

namespace Millrace.TaskManager.Tests;

/// <summary>Failures that cannot be described, because the user's code fails again in doing so: they are reported, and the task ends.</summary>
public sealed class UnreadableFailureTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void It_is_reported_with_its_operator_and_the_task_ends(bool isKeyed)
    {
        var executor = new ExecutorFixture(create: () => new MuteJob(isKeyed));
        executor.Deploy(1);
        var failure = executor.JobManager.Failures[0];
        Assert.Equal(FailureDomain.User, failure.Domain);
        Assert.Contains(nameof(MuteException), failure.Message, StringComparison.Ordinal);
        Assert.Equal(isKeyed ? "keyed" : "map", failure.Operator);
        if (isKeyed) Assert.Contains("NotSupportedException", failure.Record, StringComparison.Ordinal);
        executor.End(1);
        Assert.Equal([1], executor.JobManager.EndedAttempts);
    }

    [Fact]
    public void One_of_a_record_goes_with_it_where_the_job_takes_such_records()
    {
        var errors = new TestSink<string>();
        var executor = new ExecutorFixture(create: () => new MuteJob(isKeyed: false, errors));
        executor.Deploy(1);
        Assert.Empty(executor.JobManager.Failures);
        executor.Trigger(1);
        executor.Executor.Permit(ExecutorFixture.Permit(1));
        executor.Host.Settle();
        Assert.All(errors.Visible, static e => Assert.Contains(nameof(MuteException), e, StringComparison.Ordinal));
        Assert.NotEmpty(errors.Visible);
    }

    private sealed class MuteJob(bool isKeyed, TestSink<string>? errors = null) : IStreamJob
    {
        private static readonly OutputTag<FailedRecord<int>> s_failed = new("failed");

        public void Define(StreamEnvironment env, JobArguments args)
        {
            var numbers = env.FromSource(new NumberSource(10, 1)).Uid("numbers");
            if (isKeyed)
            {
                numbers.KeyBy(static n => new MuteKey(n)).Process(new Thrower()).Uid("keyed").Name("keyed").SinkTo(new TestSink<int>()).Uid("sink");
                return;
            }

            var mapped = numbers.Map(static n => n < 0 ? n : throw new MuteException()).Uid("map").Name("map");
            if (errors is not null) mapped.OnError(s_failed).SideOutput(s_failed).Map(static f => f.Error).SinkTo(errors).Uid("errors");
            mapped.SinkTo(new TestSink<int>()).Uid("sink");
        }
    }

    private sealed record MuteKey(int Number)
    {
        public override string ToString() => throw new NotSupportedException();
    }

    private sealed class Thrower : KeyedProcessFunction<MuteKey, int, int>
    {
        public override void Process(int value, KeyedProcessContext<MuteKey> context, ICollector<int> output) => throw new MuteException();
    }

    private sealed class MuteException : Exception
    {
        public override string Message => throw new NotSupportedException();

        public override string StackTrace => throw new NotSupportedException();

        public override string ToString() => throw new NotSupportedException();
    }
}
