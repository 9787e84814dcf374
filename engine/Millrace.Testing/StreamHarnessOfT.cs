using Millrace.Core.Checkpoints;
using Millrace.Core.Planning;
using Millrace.Core.Restoring;
using Millrace.Runtime.Batches;
using Millrace.Runtime.State.Heap;
using Millrace.TaskManager;
using Millrace.Testing.Attempts;
using Millrace.Testing.Clocks;

namespace Millrace.Testing;

/// <summary>The members that harnesses share, whatever their number of inputs; see <see cref="StreamHarness"/>.</summary>
public abstract class StreamHarness<TOut> : IDisposable
{
    private const int TooManySteps = 10_000_000;

    private readonly StreamHarnessOptions _options;
    private readonly SideOutputTakers _sideOutputs = new();
    private readonly SortedDictionary<int, long> _watermarks = [];
    private readonly VirtualTime _time = new();
    private readonly VirtualClock _clock;
    private StreamAttempt _attempt = null!;
    private FunctionStates _states = null!;
    private long _checkpoint;
    private int _attempts;
    private bool _inputEnded;

    private protected StreamHarness(StreamHarnessOptions options)
    {
        _options = options;
        _clock = new VirtualClock(_time, options.StartTime);
    }

    /// <summary>The output that was not taken yet.</summary>
    public TestOutput<TOut> Output { get; } = new();

    /// <summary>The virtual clock, which only <see cref="AdvanceTime"/> moves.</summary>
    public TimeProvider Time => _clock;

    /// <summary>Returns what was emitted to a side output that the stream itself does not use, and was not taken yet.</summary>
    /// <exception cref="HarnessException">Records of another type were emitted to a side output of that name.</exception>
    public TestOutput<T> SideOutput<T>(OutputTag<T> tag) => _sideOutputs.Of(tag);

    /// <summary>The number of records dropped as late since the start, or since the last <see cref="Restore"/>.</summary>
    public long LateRecords => _attempt.Tasks.SelectMany(static t => t.Task.Metrics.Operators).Sum(static o => o.LateRecords?.Value ?? 0);

    /// <summary>The number of keyed state entries of all operators and keys: 0 when all state has been cleared.</summary>
    public long StateEntries => _states.Keyed.Sum(static o => o.StateSize?.Entries ?? 0);

    /// <summary>The number of pending timers of all operators and keys, in either time domain.</summary>
    public long PendingTimers => _states.Keyed.Sum(static o => o.TimerCount);

    /// <summary>Advances the watermark of all inputs, and fires the event-time timers that are due.</summary>
    /// <param name="timestamp">In milliseconds; not below the last one.</param>
    public void AdvanceWatermark(long timestamp)
    {
        foreach (var input in _attempt.Inputs.Keys) Advance(input, timestamp);
        Settle();
    }

    /// <summary>Advances the clock, and fires the processing-time timers that are due, each at its time.</summary>
    public void AdvanceTime(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var until = _clock.GetUtcNow() + by;
        while (_attempt.Tasks.Min(static t => t.Due) is var due && due <= until)
        {
            _time.Advance(due - _clock.GetUtcNow());
            Settle();
        }

        _time.Advance(until - _clock.GetUtcNow());
        Settle();
    }

    /// <summary>Ends all inputs: the watermark advances to its maximum, and nothing can be put in afterwards.</summary>
    public void EndInput()
    {
        AdvanceWatermark(Timestamps.MaxWatermark);
        _attempt.Send(EndOfInputElement.Instance);
        _inputEnded = true;
        Settle();
    }

    /// <summary>
    /// Returns the state that a function declares, as it is for a key. Valid until the next call of the harness: state has one current key, even
    /// in a test. Reading <c>State&lt;ValueState&lt;long>>("count", "ann").Value</c> at once is always safe.
    /// </summary>
    /// <typeparam name="TState">The declaration's type, such as <c>ValueState&lt;long></c>.</typeparam>
    /// <param name="name">The name that it was declared with.</param>
    /// <param name="key">The key; null for state without one.</param>
    /// <param name="uid">The operator's Uid, where several operators have state of that name.</param>
    /// <exception cref="HarnessException">There is no such state, or the key is of another type; the message lists the existing state.</exception>
    public TState State<TState>(string name, object? key = null, string? uid = null) where TState : StateDeclaration => _states.Find<TState>(name, key, uid);

    /// <summary>Returns the times of a key's event-time timers, in milliseconds, ascending.</summary>
    /// <param name="key">The key.</param>
    /// <param name="uid">The operator's Uid, where several operators are keyed.</param>
    /// <exception cref="HarnessException">There is no such operator, or the key is of another type.</exception>
    public IReadOnlyList<long> EventTimeTimers(object key, string? uid = null) => _states.Timers(TimeDomain.EventTime, key, uid);

    /// <summary>Returns the times of a key's processing-time timers, in milliseconds, ascending.</summary>
    /// <param name="key">The key.</param>
    /// <param name="uid">The operator's Uid, where several operators are keyed.</param>
    /// <exception cref="HarnessException">There is no such operator, or the key is of another type.</exception>
    public IReadOnlyList<long> ProcessingTimeTimers(object key, string? uid = null) => _states.Timers(TimeDomain.ProcessingTime, key, uid);

    /// <summary>Takes a checkpoint; the stream continues.</summary>
    public StreamSnapshot Snapshot()
    {
        _attempt.Trigger(new CheckpointBarrier(++_checkpoint));
        Settle();
        var blocks = _attempt.Blocks(_checkpoint);
        foreach (var task in _attempt.Tasks) task.Permit(_checkpoint);
        foreach (var output in _attempt.Outputs) output.Resume();
        Settle();
        var graph = _attempt.Graph;
        var operators = graph.Operators.Where(static o => o.IsInCheckpoints).ToList();
        var manifest = new CheckpointManifest("harness", "harness", _checkpoint, graph.MaxParallelism, false, _inputEnded, "", []);
        return new StreamSnapshot(new RestoredCheckpoint(manifest, operators), blocks, new SortedDictionary<int, long>(_watermarks), _inputEnded);
    }

    /// <summary>
    /// Discards everything that runs and resumes from a snapshot, as a job does after a failure or a rescale. The snapshot may come from another
    /// harness, for an older version of the stream. The clock and the output stay as they are.
    /// </summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="parallelism">The parallelism from now on; null for the initial one.</param>
    /// <exception cref="InvalidJobException">The stream cannot be restored from it, for the same reasons as a job.</exception>
    public void Restore(StreamSnapshot snapshot, int? parallelism = null)
    {
        _attempt.Close();
        Begin(parallelism ?? _options.Parallelism, snapshot);
    }

    /// <summary>Closes the functions.</summary>
    public void Dispose()
    {
        _attempt.Close();
        GC.SuppressFinalize(this);
    }

    private protected abstract DataStream<TOut> Define(StreamEnvironment env);

    private protected void Begin() => Begin(_options.Parallelism, null);

    private protected void PushInto<T>(int input, T value, long timestamp)
    {
        if (_inputEnded) throw new InvalidOperationException("The input has ended; nothing more can be pushed.");
        ((PlayedInput<T>)_attempt.Inputs[input]).Push(value, timestamp);
        Settle();
    }

    private protected void AdvanceWatermarkOf(int input, long timestamp)
    {
        Advance(input, timestamp);
        Settle();
    }

    private void Begin(int parallelism, StreamSnapshot? snapshot)
    {
        _checkpoint = Math.Max(_checkpoint, snapshot?.Checkpoint.Manifest.Checkpoint ?? 0);
        var settings = new AttemptSettings(++_attempts, parallelism, _options.MaxParallelism, snapshot?.Checkpoint.Manifest.Checkpoint ?? 0, snapshot?.Blocks ?? [])
        {
            UnusedSideOutputs = _sideOutputs,
            StateBackend = _options.StateBackend ?? HeapStateBackendFactory.Instance,
            Written = snapshot is null ? new AttemptSettings(0, 1, 1, 0, []).Written : Validate(snapshot, parallelism),
        };
        _attempt = new StreamAttempt(DefineAll, settings, _clock, TestedTypes.Serializers);
        _states = new FunctionStates(_attempt);
        _watermarks.Clear();
        _inputEnded = false;
        Settle();
        // As a restored source does: its watermark is where it was, and an ended input stays ended.
        foreach (var (input, watermark) in snapshot?.Watermarks ?? new SortedDictionary<int, long>()) Advance(input, watermark);
        if (snapshot is { InputEnded: true }) EndInput();
        Settle();
    }

    private IReadOnlyDictionary<(Core.Graph.OperatorId Operator, string State), Core.Graph.StateDescriptor> Validate(StreamSnapshot snapshot, int parallelism)
    {
        var graph = JobDefinition.Plan(new DefinedJob(DefineAll), new JobArguments(), new OperatorParallelism(parallelism), _options.MaxParallelism, TestedTypes.Serializers).Graph;
        if (RestoreRules.Check(graph, snapshot.Checkpoint, allowDroppedState: false) is { Count: > 0 } problems)
            throw new InvalidJobException(string.Join('\n', problems));
        return TaskManager.TaskFactory.Written(graph, snapshot.Checkpoint);
    }

    private void DefineAll(StreamEnvironment env) => new TakenSink<TOut>(Output).Take(Define(env));

    private void Advance(int input, long watermark)
    {
        if (_watermarks.TryGetValue(input, out var last) && watermark <= last)
        {
            if (watermark == last) return;
            throw new ArgumentOutOfRangeException(nameof(watermark), watermark, $"The watermark is at {last} already, and never goes back.");
        }

        _watermarks[input] = watermark;
        _attempt.Inputs[input].Send(new WatermarkElement(watermark));
    }

    /// <summary>Processes everything that can be processed now.</summary>
    private void Settle()
    {
        _attempt.Flush();
        for (var (ran, steps) = (true, 0); ran;)
        {
            ran = false;
            foreach (var task in _attempt.Tasks)
            {
                if (!task.Step()) continue;
                ran = true;
                if (++steps > TooManySteps) throw new HarnessException("The stream does not settle: there is always more work at the same time.");
            }

            foreach (var output in _attempt.Outputs)
            {
                while (output.TakeOne()) ran = true;
            }
        }
    }
}
