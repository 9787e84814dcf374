using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.KeyGroups;
using Millrace.Core.Planning;
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
/// <param name="wake">Requests a step of the subtask.</param>
/// <param name="fail">Fails the subtask; called from any thread.</param>
internal sealed class TaskChannels(
    TaskContext context, DeployTasks request, Plan plan, SerializerCache serializers, SubtaskId subtask, Action wake, Action<Exception> fail)
{
    private readonly string _job = request.Job.JobId;
    private readonly int _attempt = request.Attempt.Number;
    private readonly FrameLimits _limits = new(MaxRecordBytes: context.MaxRecordBytes);

    public List<ChainOutput> Outputs() => [.. plan.Graph.Edges.Where(e => e.From == subtask.Vertex).Select(edge =>
    {
        var consumers = plan.Graph.Vertices[edge.To].Parallelism;
        IEnumerable<int> to = edge.IsPointwise(plan.Graph) ? [subtask.Index] : Enumerable.Range(0, consumers);
        return new ChainOutput(
            plan.Outputs[edge.Index], [.. to.Select(i => Output(edge, i))], KeyGroupAssignment.Even(_attempt, request.Job.MaxParallelism, consumers));
    })];

    public List<IInputChannel> Inputs()
    {
        var inputs = new List<IInputChannel>();
        foreach (var edge in plan.Graph.Edges.Where(e => e.To == subtask.Vertex))
        {
            IEnumerable<int> from = edge.IsPointwise(plan.Graph) ? [subtask.Index] : Enumerable.Range(0, plan.Graph.Vertices[edge.From].Parallelism);
            inputs.AddRange(from.Select(i => Input(edge, i)));
        }

        wake();
        return inputs;
    }

    private IOutputChannel Output(JobEdge edge, int to)
    {
        if (IsHere(request.Placement.Of(new SubtaskId(edge.To, to))))
        {
            var local = context.Channels.Get(_job, _attempt, edge, subtask.Index, to);
            local.WakeProducer = wake;
            return local;
        }

        var writer = FormatOf(edge).CreateWriter(_limits, Route(edge));
        var remote = new RemoteOutput(AddressOf(edge, subtask.Index, to), writer, fail) { WakeProducer = wake };
        context.Channels.Add(_job, remote);
        return remote;
    }

    private IInputChannel Input(JobEdge edge, int from)
    {
        var producer = request.Placement.Of(new SubtaskId(edge.From, from));
        if (IsHere(producer)) return Set(context.Channels.Get(_job, _attempt, edge, from, subtask.Index), edge, from);
        var remote = new RemoteInput(AddressOf(edge, from, subtask.Index), FormatOf(edge).CreateReader(), _limits, context.Channels.Window, fail);
        Set(remote, edge, from);
        context.Channels.Open(_job, producer, remote);
        return remote;
    }

    private IInputChannel Set(IInputChannel channel, JobEdge edge, int from)
    {
        channel.Input = edge.Input;
        channel.Producer = $"subtask {from} of {plan.Graph.Vertices[edge.From].Name}";
        channel.WakeConsumer = wake;
        return channel;
    }

    private bool IsHere(TaskManagerAddress other) => other.Address.Length == 0 || other.Id == context.TaskManager;

    private ChannelAddress AddressOf(JobEdge edge, int from, int to) => new(edge.Index, from, to, _attempt, _attempt);

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
