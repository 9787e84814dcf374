using Microsoft.Extensions.Time.Testing;
using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Core.KeyGroups;
using Millrace.Core.Planning;
using Millrace.Runtime.Batches;
using Millrace.Runtime.Chains;
using Millrace.Runtime.Exchange;
using Millrace.Runtime.Operators;
using Millrace.Runtime.Serialization;
using Millrace.Runtime.Snapshots;
using Millrace.Runtime.Tasks;
using Millrace.TaskManager;
using Millrace.Transformations;

namespace Millrace.Tests.Testing.Harness;

/// <summary>
/// One attempt of a job: all its tasks, with real chains and channels, between inputs that a script plays and an output that the harness
/// takes.
/// </summary>
internal sealed class Instance<TIn, TOut>
{
    private const int MaxParallelism = 12;
    private const int Unlimited = 1 << 20;

    private readonly Action<StreamEnvironment> _define;
    private readonly InstanceSettings _settings;
    private readonly FakeTimeProvider _time;
    private readonly SerializerCache _serializers;
    private readonly Plan _plan;
    private readonly SortedDictionary<(int Edge, int From, int To), Channel> _channels = [];
    private readonly List<(int Vertex, int Subtask, HarnessTask Task)> _tasks = [];
    private readonly SortedDictionary<int, ScriptInput<TIn>> _inputs = [];

    public Instance(Action<StreamEnvironment> define, InstanceSettings settings, FakeTimeProvider time, SerializerCache serializers, RunOutput<TOut> output)
    {
        (_settings, _time, _serializers) = (settings, time, serializers);
        _define = define;
        _plan = Plan();
        Outlet = new Outlet<TOut>([], serializers.For<TOut>(), output);
        foreach (var vertex in _plan.Graph.Vertices)
        {
            switch (_plan.Chains[vertex.Index][0])
            {
                case SourceTransformation<TIn> { Source: ScriptSource<TIn> script }:
                    _inputs.Add(script.Input, new ScriptInput<TIn>([.. OutputsOf(_plan, vertex, 0).Select(o => Partition(o))]));
                    break;
                case SinkTransformation<TOut> { Sink: OutletSink<TOut> }:
                    Outlet = new Outlet<TOut>(InputsOf(vertex, 0), serializers.For<TOut>(), output);
                    break;
                default:
                    for (var i = 0; i < vertex.Parallelism; i++) _tasks.Add((vertex.Index, i, Start(vertex, i)));
                    break;
            }
        }
    }

    public Outlet<TOut> Outlet { get; }

    public IReadOnlyDictionary<int, ScriptInput<TIn>> Inputs => _inputs;

    public IEnumerable<HarnessTask> Tasks => _tasks.Select(static t => t.Task);

    /// <summary>Sends a barrier on its way.</summary>
    public void Trigger(CheckpointBarrier barrier)
    {
        foreach (var input in _inputs.Values) input.Send(new BarrierElement(barrier));
        foreach (var task in Tasks.Where(static t => t.Task.IsSource))
        {
            task.Task.PostTrigger(barrier);
            task.Wake();
        }
    }

    public IReadOnlyList<(OperatorId Operator, RestoredBlock Block)> Blocks(long checkpoint)
    {
        var blocks = new List<(OperatorId, RestoredBlock)>();
        foreach (var (vertex, subtask, task) in _tasks)
        {
            if (task.Snapshot?.Barrier.Checkpoint != checkpoint) throw new HarnessException($"A task of '{_plan.Graph.Vertices[vertex].Name}' did not acknowledge checkpoint {checkpoint}.");
            blocks.AddRange(task.Snapshot.Blocks.Select(b => (b.Operator, new RestoredBlock(b.State, b.KeyGroup, b.Bytes, Subtask: subtask))));
        }

        return blocks;
    }

    public void Close()
    {
        foreach (var task in Tasks) task.Task.Close();
    }

    // Once for each subtask, as in production: functions are never shared.
    private Plan Plan() => JobPlanner.Plan(new DefinedJob(_define), new JobArguments(), _settings.Parallelism, MaxParallelism, _serializers);

    private HarnessTask Start(JobVertex vertex, int subtask)
    {
        var task = new HarnessTask(_time) { Task = null! };
        var plan = Plan();
        var outputs = OutputsOf(plan, vertex, subtask);
        var inputs = InputsOf(vertex, subtask);
        foreach (var channel in outputs.SelectMany(static o => o.Channels)) channel.WakeProducer = task.Wake;
        foreach (var channel in inputs) channel.WakeConsumer = task.Wake;
        var spec = new ChainSpec(
            "harness",
            "harness",
            new SubtaskId(vertex.Index, subtask),
            _settings.Attempt,
            vertex,
            plan.Chains[vertex.Index],
            outputs,
            MaxParallelism,
            _settings.Tight ? 1 : _settings.BatchSize,
            _settings.RestoredCheckpoint,
            _serializers,
            new Dictionary<(OperatorId Operator, string State), StateDescriptor>(),
            _time);
        task.Task = new StreamTask(ChainBuilder.Build(spec, task.Wake), inputs, task, _time);
        var assignment = KeyGroupAssignment.Even(_settings.Attempt, MaxParallelism, vertex.Parallelism);
        task.Task.Open(op => [.. _settings.Restored
            .Where(b => b.Operator == op && (b.Block.KeyGroup < 0 || assignment.OwnerOf(b.Block.KeyGroup) == subtask))
            .Select(static b => b.Block)]);
        return task;
    }

    private List<ChainOutput> OutputsOf(Plan plan, JobVertex vertex, int subtask) => [.. plan.Graph.Edges.Where(e => e.From == vertex.Index).Select(edge =>
    {
        var consumers = _plan.Graph.Vertices[edge.To].Parallelism;
        IEnumerable<int> to = edge.IsPointwise(_plan.Graph) ? [subtask] : Enumerable.Range(0, consumers);
        var assignment = KeyGroupAssignment.Even(_settings.Attempt, MaxParallelism, consumers);
        return new ChainOutput(plan.Outputs[edge.Index], [.. to.Select(i => ChannelOf(edge, subtask, i))], assignment);
    })];

    private List<Channel> InputsOf(JobVertex vertex, int subtask) => [.. _plan.Graph.Edges.Where(e => e.To == vertex.Index).SelectMany(edge =>
    {
        IEnumerable<int> from = edge.IsPointwise(_plan.Graph) ? [subtask] : Enumerable.Range(0, _plan.Graph.Vertices[edge.From].Parallelism);
        return from.Select(i =>
        {
            var channel = ChannelOf(edge, i, subtask);
            channel.Input = edge.Input;
            return channel;
        });
    })];

    private Channel ChannelOf(JobEdge edge, int from, int to)
    {
        var scripted = _plan.Chains[edge.From][0] is SourceTransformation<TIn> { Source: ScriptSource<TIn> };
        if (!_channels.TryGetValue((edge.Index, from, to), out var channel))
            _channels.Add((edge.Index, from, to), channel = new Channel(_settings.Tight && !scripted ? 1 : Unlimited));
        return channel;
    }

    private ResultPartition<TIn> Partition(ChainOutput output) =>
        ((StreamInput<TIn>)output.Input).Partitioning.Accept(new PartitionBuilder<TIn>(output, _settings.BatchSize, 0));
}
