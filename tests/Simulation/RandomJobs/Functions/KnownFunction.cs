namespace Millrace.Simulation.Tests.RandomJobs.Functions;

/// <summary>
/// Emits its input, as long as its operator list contains what it should after each restore. A union state knows the lists of all subtasks, so
/// that each can tell which elements it should be assigned; that it knows those of all that were there, the world remembers.
/// </summary>
internal sealed class KnownFunction(GraphNode node, RandomWorld world) : ProcessFunction<Item, Item>
{
    /// <summary>What functions note that restore state which the world remembers.</summary>
    public const string Remembered = "restored state remembered";

    private const int Longest = 8;

    private readonly OperatorListState<long> _dealt = new("dealt");
    private readonly OperatorUnionState<Known> _all = new("all");
    private bool _isRight = true;
    private int _subtask;

    public override void Open(FunctionContext context)
    {
        _subtask = context.Subtask;
        var attempt = world.Memory.Attempt;
        var groups = _all.Entries.GroupBy(k => k.Subtask).OrderBy(g => g.Key).ToList();
        var remembered = world.Memory.Subtasks(attempt, node.Id).ToList();
        if (remembered.Count > 0) world.Seen.Note(Remembered);
        var old = groups.Select(g => g.Where(k => k.Value is not null).Select(k => k.Value!.Value).ToList()).ToList();
        var mine = old.Count == context.Parallelism ? old[_subtask] : old.SelectMany(list => list).Where((_, i) => i % context.Parallelism == _subtask);
        _isRight = mine.SequenceEqual(_dealt.Entries) && remembered.TrueForAll(subtask => groups.Exists(g => g.Key == subtask));
        if (old.Count > 0 && old.Count != context.Parallelism && _dealt.Count > 0) world.Seen.Note("list dealt anew");
        // Each subtask has an entry without a value, so that those with empty lists are counted.
        _all.Update([new Known(_subtask, null), .. _dealt.Entries.Select(value => new Known(_subtask, value))]);
        world.Memory.Remember(attempt, new StateFact(node.Id, "all", _subtask, IsOfSubtask: true));
    }

    public override void Process(Item value, ProcessContext context, ICollector<Item> output)
    {
        if (value.Value % 4 == 0 && _dealt.Count < Longest)
        {
            _dealt.Add(value.Value);
            _all.Add(new Known(_subtask, value.Value));
        }

        output.Collect(_isRight ? value : value with { Value = -1 });
    }

    internal sealed record Known(int Subtask, long? Value);
}
