namespace Millrace.Operators.Tests.BuiltIn;

/// <summary>A record for the tests of all operators, or a change to a table row.</summary>
/// <param name="Id">Identifies a table row.</param>
/// <param name="Key">The key.</param>
/// <param name="Value">A number; negative where a row is deleted.</param>
/// <param name="Was">The row's previous number; negative where there was none.</param>
public sealed record Item(int Id, int Key, long Value, long Was = -1)
{
    /// <summary>Returns the items as changes of a table, without an operator that keeps its rows.</summary>
    public static ChangelogStream<int, Item> Table(DataStream<Item> items, Func<Item, int> keyOf) => new(items.Map(item => item switch
    {
        { Value: < 0 } => new Change<int, Item>(ChangeKind.Delete, keyOf(item), null, item with { Value = item.Was, Was = -1 }),
        { Was: < 0 } => new Change<int, Item>(ChangeKind.Insert, keyOf(item), item with { Was = -1 }, null),
        _ => new Change<int, Item>(ChangeKind.Update, keyOf(item), item with { Was = -1 }, item with { Value = item.Was, Was = -1 }),
    }));

    public override string ToString() => $"{Key}/{Id}={Value}";
}
