using System.IO.Hashing;
using System.Runtime.InteropServices;
using Millrace.Core.Graph;
using Millrace.Core.Keys;
using Millrace.Runtime.Exchange;
using Millrace.Runtime.Operators;
using Millrace.Runtime.Operators.Functions;
using Millrace.Runtime.Operators.Sinks;
using Millrace.Runtime.Operators.Sources;
using Millrace.Runtime.Operators.Watermarks;
using Millrace.Runtime.OperatorState;
using Millrace.Runtime.Receivers;
using Millrace.Runtime.Receivers.Runs;
using Millrace.Runtime.Receivers.Sides;
using Millrace.Runtime.State;
using Millrace.Runtime.Tasks;
using Millrace.Runtime.Timers;
using Millrace.Transformations;

namespace Millrace.Runtime.Chains;

/// <summary>
/// Builds a chain from its end: each operator is put in front of what is already there, by one generic call. Stateless stages nest as
/// structs; operators with a lifecycle stand between such runs.
/// </summary>
internal sealed class ChainBuilder : ITransformationVisitor<bool>
{
    // The operators of a chain have consecutive brands.
    private const int BrandOfSecondInput = 128;

    private readonly ChainSpec _spec;
    private readonly Action _wake;
    private readonly List<IStreamOperator> _operators = [];
    private readonly List<ResultPartition> _partitions = [];
    private readonly List<RecordErrors> _errors = [];
    private readonly ChainPosition _position = new();
    private int _at;
    private object? _tail;
    private ISourceOperator? _source;
    private IWatermarkOperator? _watermarks;
    private IReadOnlyList<ChainInput> _inputs = [];

    private ChainBuilder(ChainSpec spec, Action wake) => (_spec, _wake) = (spec, wake);

    private JobOperator Description => _spec.Vertex.Operators[_at];

    private bool IsHead => _at == 0;

    // The job's name counts too, or two jobs of one shape would share a brand; it is the same after a restart, so that its code is warm.
    private int Brand => (int)(XxHash3.HashToUInt64(MemoryMarshal.AsBytes(_spec.JobName.AsSpan())) & 0xFF) + (_spec.Vertex.Index * 7) + _at;

    private FunctionContext FunctionContext => new(_spec.Subtask.Index, _spec.Vertex.Parallelism, _spec.Time) { Keys = new KeyEquality() };

    private SinkContext SinkContext => new(
        _spec.JobId, Description.Id.Value, _spec.Subtask.Index, _spec.Vertex.Parallelism, _spec.Attempt, _spec.RestoredCheckpoint);

    private OperatorStateBackend OperatorState => new(_spec.Subtask.Index, _spec.Vertex.Parallelism, _spec.Serializers, Written);

    private Dictionary<string, StateDescriptor> Written =>
        _spec.Written.Where(w => w.Key.Operator == Description.Id).ToDictionary(static w => w.Key.State, static w => w.Value, StringComparer.Ordinal);

    /// <summary>Builds the chain of a subtask.</summary>
    /// <param name="spec">The chain's parts.</param>
    /// <param name="wake">Called by a source reader that has records, from any thread.</param>
    public static OperatorChain Build(ChainSpec spec, Action wake)
    {
        var builder = new ChainBuilder(spec, wake);
        try
        {
            for (builder._at = spec.Transformations.Count - 1; builder._at >= 0; builder._at--) spec.Transformations[builder._at].Accept(builder);
        }
        catch
        {
            OperatorChain.Close(builder._operators, spec.OnCloseFailure);
            throw;
        }

        builder._operators.Reverse();
        return new OperatorChain(spec.Subtask.Index, builder._source, builder._watermarks, builder._inputs, builder._operators, builder._partitions, spec.Vertex.Operators, builder._position, builder._errors);
    }

    public bool VisitSource<T>(SourceTransformation<T> source)
    {
        var context = new SourceReaderContext(_spec.Subtask.Index, _spec.Vertex.Parallelism, _spec.Time, _wake);
        var op = new SourceOperator<T>(Description, source, context, OperatorState, Tail<T>().ToReceiver(_position, _at));
        _operators.Add(op);
        _source = op;
        return true;
    }

    public bool VisitStage<TIn, TOut>(StageTransformation<TIn, TOut> stage)
    {
        RunTail<TIn> tail = new StageTail<TIn, TOut>(stage.Stage, Tail<TOut>(), _position, _at);
        return SetTail(Errors<TIn>(stage) is { } errors ? new GuardedTail<TIn>(tail, errors) : tail);
    }

    public bool VisitProcess<TIn, TOut>(ProcessTransformation<TIn, TOut> process)
    {
        var (time, state, output) = (new OperatorTime(_spec.Time), OperatorState, Output<TOut>(process));
        var guarded = Guarded<TIn, TOut>(process, process.Function.Process, output.Side, time, state);
        return AddReceiver(Function(process.Function, time, state), new ProcessReceiver<TIn, TOut>(guarded, time, output));
    }

    public bool VisitKeyedProcess<TKey, TIn, TOut>(KeyedProcessTransformation<TKey, TIn, TOut> process)
    {
        var op = Keyed<TKey, TOut>(process, process.Function, process.Function.OnTimer);
        return SetHead(op.Input<TIn>(process.KeyOf, Guarded<TKey, TIn, TOut>(process, process.Function.Process, op)));
    }

    public bool VisitCoProcess<T1, T2, TOut>(CoProcessTransformation<T1, T2, TOut> process)
    {
        var (time, state, output) = (new OperatorTime(_spec.Time), OperatorState, Output<TOut>(process));
        var first = Guarded<T1, TOut>(process, process.Function.Process1, output.Side, time, state);
        var second = Guarded<T2, TOut>(process, process.Function.Process2, output.Side, time, state);
        if (process.Function is BroadcastProcessFunction<T1, T2, TOut>) second = state.Gate.OpenFor(second);
        _operators.Add(Function(process.Function, time, state));
        return SetHead(
            Input(new ProcessReceiver<T1, TOut>(first, time, output), Brand),
            Input(new ProcessReceiver<T2, TOut>(second, time, output), Brand + BrandOfSecondInput));
    }

    public bool VisitKeyedCoProcess<TKey, T1, T2, TOut>(KeyedCoProcessTransformation<TKey, T1, T2, TOut> process)
    {
        var op = Keyed<TKey, TOut>(process, process.Function, process.Function.OnTimer);
        var first = Guarded<TKey, T1, TOut>(process, process.Function.Process1, op);
        var second = Guarded<TKey, T2, TOut>(process, process.Function.Process2, op);
        return SetHead(op.Input(process.KeyOf1, first), op.Input(process.KeyOf2, second));
    }

    public bool VisitKeyedBroadcast<TKey, T, TBroadcast, TOut>(KeyedBroadcastTransformation<TKey, T, TBroadcast, TOut> process)
    {
        var op = Keyed<TKey, TOut>(process, process.Function, process.Function.OnTimer);
        var keyed = Guarded<TKey, T, TOut>(process, process.Function.Process, op);
        var keyless = op.KeylessInput(process.Function.ProcessBroadcast, Errors<TBroadcast>(process, op.SideOutputs));
        return SetHead(op.Input(process.KeyOf, keyed), Input(keyless, Brand + BrandOfSecondInput));
    }

    public bool VisitWatermarks<T>(WatermarksTransformation<T> watermarks)
    {
        var op = new WatermarkOperator<T>(Description, watermarks.Strategy, Errors<T>(watermarks), _spec.Time, Tail<T>().ToReceiver(_position, _at));
        _watermarks = op;
        return AddReceiver(op, op);
    }

    public bool VisitSink<T>(SinkTransformation<T> sink)
    {
        if (sink.Sink is IExactlyOnceSink<T> exactlyOnce)
        {
            var op = new ExactlyOnceSinkOperator<T>(Description, exactlyOnce, SinkContext, OperatorState);
            return AddReceiver(op, op);
        }

        var atLeastOnce = new SinkOperator<T>(Description, sink.Sink, SinkContext, OperatorState);
        return AddReceiver(atLeastOnce, atLeastOnce);
    }

    private ProcessCall<TIn, TOut> Guarded<TIn, TOut>(
        Transformation transformation, ProcessCall<TIn, TOut> process, SideOutputs side, ITimerService time, OperatorStateBackend state) =>
        Errors<TIn>(transformation, side) is { } errors ? errors.Guard(process, side, time, state.Undo) : process;

    private KeyedProcessCall<TKey, TIn, TOut> Guarded<TKey, TIn, TOut>(
        Transformation transformation, KeyedProcessCall<TKey, TIn, TOut> process, KeyedOperator<TKey, TOut> op) =>
        Errors<TIn>(transformation, op.SideOutputs) is { } errors ? op.Guard(errors, process) : process;

    // Null where a record on which the operator throws fails the job.
    private RecordErrors<TIn>? Errors<TIn>(Transformation transformation, SideOutputs? side = null)
    {
        var tag = transformation.ErrorOutputs.OfType<OutputTag<FailedRecord<TIn>>>().FirstOrDefault();
        if (tag is null && transformation.OnError == ErrorHandling.Fail) return null;
        var errors = new RecordErrors<TIn>(_position, _at, Description, tag, side ?? SideOutputs(transformation));
        _errors.Add(errors);
        return errors;
    }

    private FunctionOperator Function(StreamFunction function, OperatorTime time, OperatorStateBackend state) => new(Description, function, FunctionContext, time, state);

    private KeyedOperator<TKey, TOut> Keyed<TKey, TOut>(Transformation transformation, StreamFunction function, OnTimerCall<TKey, TOut> onTimer)
    {
        var key = new KeyContext<TKey>(KeyCodecs.Create<TKey>(), _spec.MaxParallelism);
        var (timers, output) = (new HeapTimerService<TKey>(key, _spec.Time, [.. _spec.Assignment.OwnedBy(_spec.Subtask.Index)]), Output<TOut>(transformation));
        var clock = new EventClock<TKey>(timers, () => output.Main.Timestamp);
        // Last, because it may hold files, and from here on the operator closes it.
        var backend = _spec.StateBackend.Create(new KeyedStateContext(
            _spec.JobId, Description.Id, _spec.Subtask.Index, _spec.Attempt, key, _spec.Serializers, Written, _spec.Time, clock));
        var op = new KeyedOperator<TKey, TOut>(
            Description, function, onTimer, FunctionContext, new KeyedParts<TKey>(key, backend, timers, clock), OperatorState, output);
        _operators.Add(op);
        return op;
    }

    // The inputs of an operator that is always the head of its chain.
    private bool SetHead(params IReadOnlyList<ChainInput> inputs)
    {
        _inputs = inputs;
        return true;
    }

    private RunInput<T> Input<T>(Receiver<T> receiver, int brand) => new(new EndTail<T>(receiver, brand).ToReceiver(_position, ChainPosition.None));

    private bool AddReceiver<T>(IStreamOperator op, Receiver<T> receiver)
    {
        _operators.Add(op);
        return SetTail(new EndTail<T>(receiver, Brand));
    }

    private bool SetTail<T>(RunTail<T> tail)
    {
        _tail = tail;
        if (IsHead) _inputs = [new RunInput<T>(tail.ToReceiver(_position, ChainPosition.None))];
        return true;
    }

    // Only the last operator's main output leaves the chain.
    private RunTail<T> Tail<T>() => (RunTail<T>)(_tail ??= new EndTail<T>(Outputs<T>(_spec.Outputs.Where(o => o.Input.SideOutput is null)), Brand + 1));

    private OperatorOutput<TOut> Output<TOut>(Transformation transformation) => new(Tail<TOut>().ToReceiver(_position, _at), SideOutputs(transformation));

    private SideOutputs SideOutputs(Transformation transformation)
    {
        var own = _spec.Outputs.Where(o => o.Input.SideOutput is not null && o.Input.Source == transformation).GroupBy(o => o.Input.SideOutput!.Name).ToList();
        return own.Count == 0 && _spec.UnusedSideOutputs is null
            ? Receivers.Sides.SideOutputs.None
            : new SideOutputs([.. own.Select(o => o.First().Input.SideOutput!.Accept(new SideOutputBuilder(this, o)))], _spec.UnusedSideOutputs);
    }

    private Receiver<T> Outputs<T>(IEnumerable<ChainOutput> outputs)
    {
        var partitions = new List<ResultPartition<T>>();
        foreach (var output in outputs)
            partitions.Add(((StreamInput<T>)output.Input).Partitioning.Accept(new PartitionBuilder<T>(output, _spec.BatchSize, _spec.Subtask.Index)));
        _partitions.AddRange(partitions);
        return partitions is [var only] ? new PartitionReceiver<T>(only) : new FanOutReceiver<T>([.. partitions]);
    }

    private sealed class SideOutputBuilder(ChainBuilder chain, IEnumerable<ChainOutput> outputs) : IOutputTagVisitor<SideOutput>
    {
        public SideOutput Visit<T>(OutputTag<T> tag) => new SideOutput<T>(tag, chain.Outputs<T>(outputs));
    }
}
