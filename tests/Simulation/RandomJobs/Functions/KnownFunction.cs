namespace Millrace.Simulation.Tests.RandomJobs.Functions;

/// <summary>
/// Emits its input, as long as its operator list contains what it should after each restore. A union state knows the lists of all subtasks, so
/// that each can tell which elements it should be assigned.
/// </summary>
internal sealed class KnownFunction(Sightings seen) : ProcessFunction<Item, Item>
{
    private const int Longest = 8;

    private readonly OperatorListState<long> _dealt = new("dealt");
    private readonly OperatorUnionState<Known> _all = new("all");
    private bool _isRight = true;
    private int _subtask;

    public override void Open(FunctionContext context)
    {
        _subtask = context.Subtask;
        var old = _all.Entries.GroupBy(k => k.Subtask).OrderBy(g => g.Key).Select(g => g.Where(k => k.Value is not null).Select(k => k.Value!.Value).ToList()).ToList();
        var mine = old.Count == context.Parallelism ? old[_subtask] : old.SelectMany(list => list).Where((_, i) => i % context.Parallelism == _subtask);
        _isRight = mine.SequenceEqual(_dealt.Entries);
        if (old.Count > 0 && old.Count != context.Parallelism && _dealt.Count > 0) seen.Note("list dealt anew");
        // Each subtask has an entry without a value, so that those with empty lists are counted.
        _all.Update([new Known(_subtask, null), .. _dealt.Entries.Select(value => new Known(_subtask, value))]);
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
