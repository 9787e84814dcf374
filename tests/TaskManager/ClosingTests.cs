using Microsoft.Extensions.Logging;
using Millrace.Core.Graph;
using Millrace.Runtime.Operators.Splits;
using Millrace.Runtime.Snapshots;
using Millrace.Runtime.State;
using Millrace.Tests.Testing.Outside;

namespace Millrace.TaskManager.Tests;

/// <summary>Everything that a task constructed is closed, in every failure, and exceptions from closing are logged.</summary>
public sealed class ClosingTests
{
    private readonly List<string> _open = [];
    private readonly LogRecord _log = new();

    [Theory]
    [InlineData("reader")]
    [InlineData("function")]
    [InlineData("keyed")]
    [InlineData("writer")]
    [InlineData("publisher")]
    [InlineData("none")]
    public void What_was_opened_is_closed_whoever_fails_to_open(string failing)
    {
        var executor = new ExecutorFixture(create: () => new OpeningJob(_open, failing), log: _log);
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            executor.Deploy(attempt);
            Assert.Equal(failing != "none", executor.JobManager.Failures.Count > 0);
            executor.End(attempt);
            Assert.Empty(_open);
        }

        Assert.DoesNotContain(_log.Messages, static m => m.Level >= LogLevel.Warning);
    }

    [Theory]
    [InlineData("keyed")]
    [InlineData("publisher")]
    [InlineData("none")]
    public void Keyed_state_is_given_up_too(string failing)
    {
        var backends = new CountedBackends();
        var executor = new ExecutorFixture(create: () => new OpeningJob(_open, failing), log: _log, stateBackend: backends);
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            executor.Deploy(attempt);
            executor.End(attempt);
        }

        Assert.Equal((6, 0), (backends.Made, backends.Open));
    }

    [Fact]
    public void What_is_thrown_at_closing_is_logged_and_keeps_nothing_else_from_it()
    {
        var executor = new ExecutorFixture(create: () => new OpeningJob(_open, "none", throwing: ["function", "writer", "keyed"]), log: _log);
        executor.Deploy(1);
        Assert.NotEmpty(_open);
        executor.End(1);
        Assert.Empty(_open);
        Assert.Equal([1], executor.JobManager.EndedAttempts);
        var thrown = _log.Messages.Where(static m => m.Level == LogLevel.Warning).ToList();
        Assert.All(thrown, static m => Assert.Contains(": closing ", m.Text, StringComparison.Ordinal));
        Assert.Equal(["function", "keyed", "sink"], thrown.Select(static m => m.Text.Split(' ')[0]).Distinct().Order());
    }

    [Fact]
    public void Splits_that_a_source_does_not_find_are_named()
    {
        var log = new TaskLog(_log, new ExecutionAttempt("job", 2), new SubtaskId(0, 0));
        log.SplitsMissing("lines", []);
        Assert.Empty(_log.Messages);
        log.SplitsMissing("lines", [new SplitState("a.txt", 0, null, false, 0, 0), new SplitState("b.txt", 1, null, true, 0, 0)]);
        Assert.Contains("a.txt#0", _log.Messages.Single(static m => m.Level == LogLevel.Warning).Text, StringComparison.Ordinal);
        Assert.Contains("b.txt#1", _log.Messages.Single(static m => m.Level == LogLevel.Information).Text, StringComparison.Ordinal);
    }

    /// <summary>Tracks what is open, each by a unique name; opening or closing a name throws where a test says so.</summary>
    private sealed class Resource : IDisposable
    {
        private readonly List<string> _open;
        private readonly string _name;
        private readonly bool _throws;

        public Resource(List<string> open, string name, string failing, IReadOnlyList<string> throwing)
        {
            (_open, _name, _throws) = (open, name, throwing.Contains(name));
            if (name == failing) throw new IOException($"opening {name}");
            _open.Add(name);
        }

        public void Dispose()
        {
            _open.Remove(_name);
            if (_throws) throw new IOException($"closing {_name}");
        }
    }

    private sealed class OpeningJob(List<string> open, string failing, params IReadOnlyList<string> throwing) : IStreamJob
    {
        public void Define(StreamEnvironment env, JobArguments args) =>
            env.FromSource(new OpeningSource(Make)).Uid("reader").Process(new OpeningFunction(Make)).Uid("function").Name("function")
                .KeyBy(static n => n).Process(new OpeningKeyedFunction(Make)).Uid("keyed").Name("keyed").SinkTo(new OpeningSink(Make)).Uid("sink").Name("sink");

        private Resource Make(string name) => new(open, name, failing, throwing);
    }

    private sealed class OpeningSource(Func<string, Resource> make) : ISource<int>
    {
        private readonly NumberSource _numbers = new(10, 2);

        public Boundedness Boundedness => Boundedness.Bounded;

        public IReadOnlyList<SourceSplit> DiscoverSplits() => _numbers.DiscoverSplits();

        public ISourceReader<int> CreateReader(SourceReaderContext context) => new Reader(_numbers.CreateReader(context), make("reader"));

        private sealed class Reader(ISourceReader<int> numbers, Resource resource) : ISourceReader<int>
        {
            public void AddSplit(SourceSplit split, SplitPosition? position) => numbers.AddSplit(split, position);

            public ReadResult Read(ISourceOutput<int> output) => numbers.Read(output);

            public void Dispose() => resource.Dispose();
        }
    }

    /// <summary>Counts the backends that it created, which hold no state, and those that are not disposed of.</summary>
    private sealed class CountedBackends : IKeyedStateBackendFactory
    {
        public int Made { get; private set; }

        public int Open { get; private set; }

        public IKeyedStateBackend Create(KeyedStateContext context)
        {
            Made++;
            Open++;
            return new Backend(context, () => Open--);
        }

        private sealed class Backend(KeyedStateContext context, Action onDisposed) : IKeyedStateBackend
        {
            public TimeProvider Time => context.Time;

            public IEventClock EventTime => context.EventTime;

            public long Entries => 0;

            public long Bytes => 0;

            public IValueState<T> BindValue<T>(KeyedStateDeclaration declaration, Func<T, bool>? isDead = null) => throw new NotSupportedException();

            public IMapState<TMapKey, TValue> BindMap<TMapKey, TValue>(KeyedStateDeclaration declaration, Func<TValue, bool>? isDead = null)
                where TMapKey : notnull => throw new NotSupportedException();

            public void Sweep(int entries) { }

            public void Restore(RestoredBlock block) { }

            public void Restored(long checkpoint) { }

            public IStateSnapshot BeginSnapshot(SnapshotRequest request) => throw new NotSupportedException();

            public void Complete(long checkpoint) { }

            public void Abort(long checkpoint) { }

            public void Dispose() => onDisposed();
        }
    }

    private sealed class OpeningFunction(Func<string, Resource> make) : ProcessFunction<int, int>
    {
        private Resource? _resource;

        public override void Open(FunctionContext context) => _resource = make("function");

        public override void Process(int value, ProcessContext context, ICollector<int> output) => output.Collect(value);

        public override void Close() => _resource?.Dispose();
    }

    private sealed class OpeningKeyedFunction(Func<string, Resource> make) : KeyedProcessFunction<int, int, int>
    {
        private Resource? _resource;

        public override void Open(FunctionContext context) => _resource = make("keyed");

        public override void Process(int value, KeyedProcessContext<int> context, ICollector<int> output) => output.Collect(value);

        public override void Close() => _resource?.Dispose();
    }

    private sealed class OpeningSink(Func<string, Resource> make) : IExactlyOnceSink<int>
    {
        public bool CanRetract => true;

        public IEpochWriter<int> CreateEpochWriter(SinkContext context) => new Writer(make("writer"));

        public IEpochPublisher CreatePublisher(SinkContext context) => new Publisher(make("publisher"));

        public ISinkWriter<int> CreateWriter(SinkContext context) => throw new NotSupportedException();

        private sealed class Writer(Resource resource) : IEpochWriter<int>
        {
            public void Write(int value, long timestamp) { }

            public void Flush() { }

            public byte[]? EndEpoch(long epoch) => null;

            public void Dispose() => resource.Dispose();
        }

        private sealed class Publisher(Resource resource) : IEpochPublisher
        {
            public void Recover(IReadOnlyList<PendingEpoch> pending, long restoredEpoch) { }

            public void Publish(PendingEpoch epoch) { }

            public void Dispose() => resource.Dispose();
        }
    }

    private sealed class LogRecord : ILogger
    {
        public List<(LogLevel Level, string Text, Exception? Exception)> Messages { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Messages.Add((logLevel, formatter(state, exception), exception));
    }
}
