using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Planning;
using Millrace.Core.Restoring;
using Millrace.Core.Scheduling;
using Millrace.Runtime.Chains;
using Millrace.Runtime.Exchange;
using Millrace.Runtime.Exchange.Remote;
using Millrace.Runtime.Serialization;

namespace Millrace.TaskManager;

/// <summary>The ends of a subtask's channels: by reference where the other end is in this process, otherwise by frames.</summary>
/// <param name="context">The context shared by the tasks of the process.</param>
/// <param name="request">The deployment.</param>
/// <param name="plan">The subtask's own run of the definition.</param>
/// <param name="serializers">The artifact's serializers.</param>
/// <param name="subtask">The subtask.</param>
/// <param name="links">The subtask as its channels see it; learns of every channel before it is opened.</param>
internal sealed class TaskChannels(TaskContext context, DeployTasks request, Plan plan, SerializerCache serializers, SubtaskId subtask, TaskLinks links)
{
    private readonly string _job = request.Job.JobId;
    private readonly FrameLimits _limits = new(MaxRecordBytes: context.MaxRecordBytes);

    public List<ChainOutput> Outputs() => [.. plan.Graph.Edges.Where(e => e.From == subtask.Vertex).Select(edge =>
    {
        IEnumerable<int> to = edge.IsPointwise(plan.Graph) ? [subtask.Index] : Enumerable.Range(0, plan.Graph.Vertices[edge.To].Parallelism);
        return new ChainOutput(plan.Outputs[edge.Index], [.. to.Select(i => Output(edge, i))], request.Deployment.AssignmentOf(edge.To)) { InFlight = StoreOf(edge) };
    })];

    public List<IInputChannel> Inputs()
    {
        var inputs = new List<IInputChannel>();
        foreach (var edge in plan.Graph.Edges.Where(e => e.To == subtask.Vertex))
        {
            IEnumerable<int> from = edge.IsPointwise(plan.Graph) ? [subtask.Index] : Enumerable.Range(0, plan.Graph.Vertices[edge.From].Parallelism);
            var store = StoreOf(edge);
            inputs.AddRange(from.Select(i => Input(edge, i, store)));
        }

        links.Wake();
        return inputs;
    }

    private IOutputChannel Output(JobEdge edge, int to)
    {
        var address = AddressOf(edge, subtask.Index, to);
        if (IsHere(request.Deployment.Placement.Of(new SubtaskId(edge.To, to))))
        {
            var local = context.Channels.Get(_job, address);
            local.WakeProducer = links.Wake;
            return local;
        }

        var writer = FormatOf(edge).CreateWriter(_limits, Route(edge));
        var remote = new RemoteOutput(address, writer, links.Fail) { WakeProducer = links.Wake };
        context.Channels.Add(_job, remote);
        return remote;
    }

    /// <summary>Returns what takes the records in flight of a restored checkpoint to the subtask; null if there are none.</summary>
    public RestoredRecords? Restored()
    {
        if (request.Restored is not { Manifest.InFlight.Count: > 0 } checkpoint) return null;
        var head = plan.Graph.Vertices[subtask.Vertex].Operators[0];
        JobEdge[] edges = [.. plan.Graph.Edges.Where(e => e.To == subtask.Vertex)];
        var inputs = new Dictionary<int, RestoredInput>();
        foreach (var index in checkpoint.Manifest.InFlight.Where(p => checkpoint.Now(p.Operator) == head.Id.Value).Select(static p => p.Input).Distinct())
        {
            if (InFlightRules.WrittenInput(checkpoint, head.Id.Value, index) is not { } written || InFlightRules.Match(written, head, checkpoint) is not { } at) continue;
            var place = new RestoredPlace(
                edges[at].Input, subtask.Index, plan.Graph.Vertices[subtask.Vertex].Parallelism, request.Deployment.AssignmentOf(subtask.Vertex), context.BatchSize);
            inputs.Add(index, RestoredInput.Of(plan.Outputs[edges[at].Index], written, FormatOf(edges[at]), place));
        }

        return inputs.Count == 0 ? null : new RestoredRecords(inputs);
    }

    private IInputChannel Input(JobEdge edge, int from, InFlightEdge? store)
    {
        var (producer, address) = (request.Deployment.Placement.Of(new SubtaskId(edge.From, from)), AddressOf(edge, from, subtask.Index));
        if (IsHere(producer)) return Set(context.Channels.Get(_job, address), edge, from, store);
        var remote = new RemoteInput(address, FormatOf(edge).CreateReader(), _limits, context.Channels.Window, links.Fail);
        Set(remote, edge, from, store);
        context.Channels.Open(_job, producer, remote);
        return remote;
    }

    private IInputChannel Set(IInputChannel channel, JobEdge edge, int from, InFlightEdge? store)
    {
        channel.InFlight = store;
        channel.Input = edge.Input;
        channel.Producer = $"subtask {from} of {plan.Graph.Vertices[edge.From].Name}";
        channel.WakeConsumer = links.Wake;
        return channel;
    }

    private bool IsHere(TaskManagerAddress other) => other.Address.Length == 0 || other.Id == context.TaskManager;

    private ChannelAddress AddressOf(JobEdge edge, int from, int to) => links.Add(new ChannelAddress(
        edge.Index, from, to, request.Deployment.AttemptOf(new SubtaskId(edge.From, from)), request.Deployment.AttemptOf(new SubtaskId(edge.To, to))));

    // Null where barriers never overtake records.
    private InFlightEdge? StoreOf(JobEdge edge)
    {
        var to = plan.Graph.Vertices[edge.To].Operators[0];
        var input = edge.Index - plan.Graph.Edges.First(e => e.To == edge.To).Index;
        return to.Inputs[input].MayBeOvertaken ? FormatOf(edge).CreateStore(to.Id, input, _limits, Route(edge)) : null;
    }

    private BatchFormat FormatOf(JobEdge edge)
    {
        try
        {
            return BatchFormat.Of(plan.Outputs[edge.Index], serializers);
        }
        catch (UnsupportedTypeException e)
        {
            throw new InvalidJobException($"Records from {Route(edge)} cannot go to another task manager: {e.Message}", e);
        }
    }

    // By the operators' names, whose chains may have other operators too.
    private string Route(JobEdge edge)
    {
        var (producers, consumers) = (plan.Graph.Vertices[edge.From].Operators, plan.Graph.Vertices[edge.To].Operators);
        var at = plan.Chains[edge.From].Index().First(c => c.Item == plan.Outputs[edge.Index].Source).Index;
        return $"'{producers[at].Name}' to '{consumers[0].Name}'";
    }
}
