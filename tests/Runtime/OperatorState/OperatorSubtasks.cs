using Millrace.Core.Graph;
using Millrace.Runtime.OperatorState;
using Millrace.Runtime.Serialization;
using Millrace.Runtime.Snapshots;
using Millrace.Tests.Testing.Backends;

namespace Millrace.Runtime.Tests.OperatorState;

/// <summary>All subtasks of an operator that declares operator state.</summary>
internal sealed class OperatorSubtasks<TFunction> where TFunction : class, new()
{
    private readonly SerializerCache _serializers = new();

    public OperatorSubtasks(int parallelism, IReadOnlyList<RestoredBlock>? restored = null, IReadOnlyDictionary<string, StateDescriptor>? written = null)
    {
        for (var i = 0; i < parallelism; i++)
        {
            var (function, backend) = (new TFunction(), new OperatorStateBackend(i, parallelism, _serializers, written ?? new Dictionary<string, StateDescriptor>()));
            backend.Open(function, restored ?? []);
            Functions.Add(function);
            Backends.Add(backend);
        }
    }

    public List<TFunction> Functions { get; } = [];

    public List<OperatorStateBackend> Backends { get; } = [];

    /// <summary>Returns the blocks of all subtasks, the last subtask first, because no order is guaranteed.</summary>
    public IReadOnlyList<RestoredBlock> Snapshot()
    {
        var blocks = new List<RestoredBlock>();
        foreach (var (subtask, backend) in Backends.Index())
        {
            var own = new BlockCollector();
            backend.Snapshot(own);
            blocks.InsertRange(0, own.Blocks.Select(b => b with { Subtask = subtask }));
        }

        return blocks;
    }

    public OperatorSubtasks<TFunction> Rescale(int parallelism) => new(parallelism, Snapshot());
}
