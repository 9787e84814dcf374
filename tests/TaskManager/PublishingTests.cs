using System.Text;
using Millrace.Core.Control;
using Millrace.Tests.Testing.Outside;

namespace Millrace.TaskManager.Tests;

/// <summary>Calls that publish epochs, which run on other threads than their tasks.</summary>
public sealed class PublishingTests
{
    private readonly Publications _sink = new();
    private readonly ExecutorFixture _executor;

    public PublishingTests()
    {
        _executor = new ExecutorFixture(create: () => new PublishingJob(_sink));
        _executor.Deploy(1);
        _executor.Trigger(1);
    }

    [Fact]
    public void A_publisher_is_disposed_of_after_the_call_during_which_its_task_ended()
    {
        _sink.During = () => _executor.End(1);
        Permit();
        // What was permitted and had not begun by then is the next attempt's.
        Assert.Equal(["published 0", "disposed of 0", "disposed of 1"], _sink.Events.Order().OrderByDescending(static e => e[0]));
        Assert.True(_sink.Events.IndexOf("published 0") < _sink.Events.IndexOf("disposed of 0"));
    }

    [Fact]
    public void One_that_does_not_return_fails_its_task()
    {
        _sink.During = () => Pass(new TaskExecutorOptions().PublishLimit - TimeSpan.FromMilliseconds(1), attempt: 1);
        Permit();
        Assert.Empty(_executor.JobManager.Failures);
        Assert.Equal(["published 0", "published 1"], _sink.Events.Order());

        _executor.Deploy(2);
        _executor.Trigger(2, attempt: 2);
        _sink.During = () => Pass(new TaskExecutorOptions().PublishLimit, attempt: 2);
        Permit(2, attempt: 2);
        var failure = _executor.JobManager.Failures[0];
        Assert.Equal((FailureDomain.External, "sink"), (failure.Domain, failure.Operator));
        Assert.Contains("Publishing epoch 2 has not ended within 00:10:00.", failure.Message, StringComparison.Ordinal);
    }

    private void Permit(long checkpoint = 1, int attempt = 1)
    {
        _executor.Executor.Permit(ExecutorFixture.Permit(checkpoint, attempt));
        _executor.Host.Settle();
    }

    // The task manager hears from the job manager meanwhile.
    private void Pass(TimeSpan time, int attempt)
    {
        var step = TimeSpan.FromSeconds(10);
        for (; time > TimeSpan.Zero; time -= step)
        {
            _executor.Time.Advance(time < step ? time : step);
            _executor.Heartbeat(attempt);
        }
    }

    private sealed class PublishingJob(Publications sink) : IStreamJob
    {
        public void Define(StreamEnvironment env, JobArguments args) =>
            env.FromSource(new NumberSource(ExecutorFixture.Numbers, 2)).Uid("numbers").SinkTo(new PublishingSink(sink)).Uid("sink").Name("sink");
    }

    private sealed class Publications
    {
        public List<string> Events { get; } = [];

        /// <summary>Called once, during the next publication.</summary>
        public Action? During { get; set; }
    }

    private sealed class PublishingSink(Publications publications) : IExactlyOnceSink<int>
    {
        public bool CanRetract => true;

        public IEpochWriter<int> CreateEpochWriter(SinkContext context) => new Writer();

        public IEpochPublisher CreatePublisher(SinkContext context) => new Publisher(publications, context.Subtask);

        public ISinkWriter<int> CreateWriter(SinkContext context) => throw new NotSupportedException();

        private sealed class Writer : IEpochWriter<int>
        {
            public void Write(int value, long timestamp) { }

            public void Flush() { }

            public byte[]? EndEpoch(long epoch) => Encoding.UTF8.GetBytes($"{epoch}");

            public void Dispose() { }
        }

        private sealed class Publisher(Publications publications, int subtask) : IEpochPublisher
        {
            public void Recover(IReadOnlyList<PendingEpoch> pending, long restoredEpoch) { }

            public void Publish(PendingEpoch epoch)
            {
                var during = publications.During;
                publications.During = null;
                during?.Invoke();
                publications.Events.Add($"published {subtask}");
            }

            public void Dispose() => publications.Events.Add($"disposed of {subtask}");
        }
    }
}
