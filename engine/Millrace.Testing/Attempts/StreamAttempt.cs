using System.Runtime.ExceptionServices;
using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Core.Planning;
using Millrace.Core.Scheduling;
using Millrace.Runtime.Batches;
using Millrace.Runtime.Chains;
using Millrace.Runtime.Exchange;
using Millrace.Runtime.Exchange.Remote;
using Millrace.Runtime.Serialization;
using Millrace.Runtime.Snapshots;
using Millrace.Runtime.Tasks;
using Millrace.TaskManager;
using Millrace.Transformations;

namespace Millrace.Testing.Attempts;

/// <summary>
/// One attempt of a definition: all its tasks, with real chains and channels, between inputs that a test feeds and outputs that it
/// takes.
/// </summary>
internal sealed class StreamAttempt
{
    /// <summary>Small, so that a snapshot takes many steps, and state changes between them.</summary>
    private static readonly SnapshotOptions s_small = new() { SliceBytes = 20, ChunkBytes = 50, Chunks = 1 };

    private readonly Action<StreamEnvironment> _define;
    private readonly AttemptSettings _settings;
    private readonly TimeProvider _time;
    private readonly SerializerCache _serializers;
    private readonly Plan _plan;
    private readonly HashSet<int> _played = [];
    private readonly SortedDictionary<(int Edge, int From, int To), (IOutputChannel Output, IInputChannel Input)> _channels = [];
    private readonly List<AttemptTask> _tasks = [];

    public StreamAttempt(Action<StreamEnvironment> define, AttemptSettings settings, TimeProvider time, SerializerCache serializers)
    {
        (_define, _settings, _time, _serializers) = (define, settings, time, serializers);
        // Shared or misplaced functions are looked for when a job is new, as on a cluster.
        _plan = _settings.RestoredCheckpoint > 0
            ? JobDefinition.Plan(Job(), new JobArguments(), Parallelism(), _settings.MaxParallelism, _serializers)
            : JobDefinition.PlanNew(Job(), Job, new JobArguments(), Parallelism(), _settings.MaxParallelism, _serializers);
        Deployment = Deployment.Of(_plan.Graph, _settings.Attempt, new TaskPlacement([new TaskManagerAddress("harness", "")], [.. new int[_plan.Graph.Slots]]));
        var places = new PlayedPlaces(this);
        // Which vertices a test plays is known before the others start.
        foreach (var vertex in _plan.Graph.Vertices.Where(vertex => !_plan.Chains[vertex.Index][0].Accept(places.At(vertex))).ToList())
        {
            for (var i = 0; i < vertex.Parallelism; i++) _tasks.Add(Start(vertex, i));
        }

        (Inputs, Outputs) = (places.Inputs, places.Outputs);
    }

    public JobGraph Graph => _plan.Graph;

    public Deployment Deployment { get; }

    /// <summary>The inputs by index.</summary>
    public IReadOnlyDictionary<int, PlayedInput> Inputs { get; }

    public IReadOnlyList<TakenOutput> Outputs { get; }

    public IReadOnlyList<AttemptTask> Tasks => _tasks;

    public void Send(StreamElement control)
    {
        foreach (var input in Inputs.Values) input.Send(control);
    }

    public void Flush()
    {
        foreach (var input in Inputs.Values) input.Flush();
    }

    /// <summary>Triggers a barrier.</summary>
    public void Trigger(CheckpointBarrier barrier)
    {
        Send(new BarrierElement(barrier));
        foreach (var task in _tasks.Where(static t => t.Task.IsSource))
        {
            task.Task.PostTrigger(barrier);
            task.Wake();
        }
    }

    /// <summary>Returns the checkpoint's blocks: the restored blocks that it builds on, followed by those that the tasks wrote.</summary>
    /// <exception cref="HarnessException">A task did not acknowledge the checkpoint.</exception>
    public IReadOnlyList<(OperatorId Operator, RestoredBlock Block)> Blocks(long checkpoint)
    {
        if (_tasks.Find(t => t.Snapshot?.Barrier.Checkpoint != checkpoint) is { } silent)
            throw new HarnessException($"A task of '{Graph.Vertices[silent.Vertex].Name}' did not acknowledge checkpoint {checkpoint}.");
        // Consumers first: what was in their input comes before what still was with its producers.
        var written = _tasks.OrderByDescending(static t => t.Vertex).SelectMany(static t => t.Snapshot!.Blocks).ToList();
        var anew = written.Where(static b => b.Block.IsFull).Select(static b => (b.Operator, b.Block.State, b.Block.KeyGroup)).ToHashSet();
        var isFull = _tasks.All(static t => t.Snapshot!.Barrier.IsFull);
        var kept = isFull ? [] : _settings.Restored.Where(b => b.Block.KeyGroup >= 0 && !anew.Contains((b.Operator, b.Block.State, b.Block.KeyGroup)));
        return [.. kept, .. written.Where(static b => b.Block.Block.Length > 0)];
    }

    public void Close()
    {
        var failures = new List<Exception>();
        foreach (var task in _tasks) task.Task.Close((_, e) => failures.Add(e));
        if (failures is [var first, ..]) ExceptionDispatchInfo.Throw(first);
    }

    public PlayedInput<T> Play<T>(JobVertex vertex)
    {
        _played.Add(vertex.Index);
        return new PlayedInput<T>([.. OutputsOf(_plan, vertex, 0).Select(Partition<T>)]);
    }

    public TakenOutput<T> Take<T>(JobVertex vertex, IOutputTaker<T> taker)
    {
        _played.Add(vertex.Index);
        return new TakenOutput<T>(InputsOf(vertex, 0), taker);
    }

    // Once per subtask, as in production: functions are never shared.
    private Plan Plan() => JobDefinition.Plan(Job(), new JobArguments(), Parallelism(), _settings.MaxParallelism, _serializers);

    private DefinedJob Job() => new(_define);

    private OperatorParallelism Parallelism() => new(_settings.Parallelism);

    private AttemptTask Start(JobVertex vertex, int subtask)
    {
        var task = new AttemptTask(vertex.Index, subtask, _time);
        var plan = Plan();
        var outputs = OutputsOf(plan, vertex, subtask);
        var inputs = InputsOf(vertex, subtask);
        foreach (var channel in outputs.SelectMany(static o => o.Channels)) channel.WakeProducer = task.Wake;
        foreach (var channel in inputs) channel.WakeConsumer = task.Wake;
        var assignment = Deployment.AssignmentOf(vertex.Index);
        var spec = new ChainSpec(
            "harness",
            "harness",
            new SubtaskId(vertex.Index, subtask),
            _settings.Attempt,
            vertex,
            plan.Chains[vertex.Index],
            outputs,
            assignment,
            _settings.Tight ? 1 : _settings.BatchSize,
            _settings.RestoredCheckpoint,
            _serializers,
            _settings.Written,
            _time)
        { UnusedSideOutputs = _settings.UnusedSideOutputs, StateBackend = _settings.StateBackend };
        var chain = ChainBuilder.Build(spec, task.Wake);
        task.Begin(new StreamTask(chain, inputs, task, _time, _settings.Tight ? s_small : null) { InFlight = RestoredTo(plan, vertex, subtask) }, chain);
        foreach (var (op, block) in InFlightTo(vertex, subtask)) task.Task.Restore(op, block);
        task.Task.Open(op => [.. _settings.Restored
            .Where(b => b.Operator == op && !InFlightState.Is(b.Block.State) && (b.Block.KeyGroup < 0 || assignment.OwnerOf(b.Block.KeyGroup) == subtask))
            .Select(static b => b.Block)], _settings.RestoredCheckpoint);
        return task;
    }

    private RestoredRecords? RestoredTo(Plan plan, JobVertex vertex, int subtask)
    {
        var head = vertex.Operators[0];
        var edges = plan.Graph.Edges.Where(e => e.To == vertex.Index).ToList();
        var inputs = _settings.Restored.Where(b => b.Operator == head.Id && InFlightState.Is(b.Block.State)).Select(static b => InFlightState.Parse(b.Block.State).Input).Distinct();
        var place = new RestoredPlace(0, subtask, vertex.Parallelism, Deployment.AssignmentOf(vertex.Index), _settings.BatchSize);
        return new RestoredRecords(inputs.ToDictionary(
            static i => i, i => RestoredInput.Of(plan.Outputs[edges[i].Index], head.Inputs[i], FormatOf(edges[i])!, place with { Input = edges[i].Input })));
    }

    private IEnumerable<(OperatorId Operator, RestoredBlock Block)> InFlightTo(JobVertex vertex, int subtask)
    {
        var head = vertex.Operators[0];
        return _settings.Restored.Where(b => b.Operator == head.Id && InFlightState.Is(b.Block.State)).Where((b, at) =>
            head.Inputs[InFlightState.Parse(b.Block.State).Input].Partitioning != "rebalance" || at % vertex.Parallelism == subtask);
    }

    // Null where barriers never overtake records, as where a test takes them.
    private InFlightEdge? StoreOf(JobEdge edge)
    {
        var (to, input) = (Graph.Vertices[edge.To].Operators[0], edge.Index - Graph.Edges.First(e => e.To == edge.To).Index);
        return _settings.Unaligned && !_played.Contains(edge.To) && to.Inputs[input].MayBeOvertaken ? FormatOf(edge)!.CreateStore(to.Id, input, new FrameLimits(), "the harness") : null;
    }

    private List<ChainOutput> OutputsOf(Plan plan, JobVertex vertex, int subtask) => [.. plan.Graph.Edges.Where(e => e.From == vertex.Index).Select(edge =>
    {
        IEnumerable<int> to = edge.IsPointwise(Graph) ? [subtask] : Enumerable.Range(0, Graph.Vertices[edge.To].Parallelism);
        return new ChainOutput(plan.Outputs[edge.Index], [.. to.Select(i => ChannelOf(edge, subtask, i).Output)], Deployment.AssignmentOf(edge.To)) { InFlight = StoreOf(edge) };
    })];

    private List<IInputChannel> InputsOf(JobVertex vertex, int subtask) => [.. Graph.Edges.Where(e => e.To == vertex.Index).SelectMany(edge =>
    {
        IEnumerable<int> from = edge.IsPointwise(Graph) ? [subtask] : Enumerable.Range(0, Graph.Vertices[edge.From].Parallelism);
        var store = StoreOf(edge);
        return from.Select(i =>
        {
            var channel = ChannelOf(edge, i, subtask).Input;
            (channel.Input, channel.InFlight) = (edge.Input, store);
            return channel;
        });
    })];

    private (IOutputChannel Output, IInputChannel Input) ChannelOf(JobEdge edge, int from, int to)
    {
        if (!_channels.TryGetValue((edge.Index, from, to), out var channel))
            _channels.Add((edge.Index, from, to), channel = Create(edge, from, to));
        return channel;
    }

    private (IOutputChannel Output, IInputChannel Input) Create(JobEdge edge, int from, int to)
    {
        if (_settings.Remote && FormatOf(edge) is { } format) return RemoteEnds.Create(edge, from, to, _settings.Attempt, format, CreditsOf(edge));
        var local = new LocalChannel(CreditsOf(edge));
        return (local, local);
    }

    // Null for records that can only be passed by reference.
    private BatchFormat? FormatOf(JobEdge edge)
    {
        try
        {
            return BatchFormat.Of(_plan.Outputs[edge.Index], _serializers);
        }
        catch (UnsupportedTypeException)
        {
            return null;
        }
    }

    // A test feeds its inputs ahead of time.
    private int CreditsOf(JobEdge edge) => _played.Contains(edge.From) ? 1 << 20 : _settings.Tight ? 1 : _settings.Credits;

    private ResultPartition<T> Partition<T>(ChainOutput output) =>
        ((StreamInput<T>)output.Input).Partitioning.Accept(new PartitionBuilder<T>(output, _settings.BatchSize, 0));
}
