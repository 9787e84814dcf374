using Millrace.Testing;

namespace Millrace.Operators.Tests.BuiltIn;

/// <summary>What another value of a parameter means for the state of a checkpoint.</summary>
internal enum Decision
{
    /// <summary>Code of the user's, which cannot be compared, or what no state depends on.</summary>
    Code,

    /// <summary>What is in state goes on with the new value.</summary>
    GoesOn,

    /// <summary>The job does not start.</summary>
    Refused,
}

/// <summary>An operator that is restored with another value of a parameter.</summary>
/// <param name="Parameter">The function and its parameter, or the trigger or the windows.</param>
/// <param name="Before">The operator at first.</param>
/// <param name="After">The operator with the other value.</param>
public sealed record ParameterCase(
    string Parameter,
    Func<DataStream<Item>, DataStream<Item>, OperatorStream<string>> Before,
    Func<DataStream<Item>, DataStream<Item>, OperatorStream<string>> After)
{
    /// <summary>What is put in before the checkpoint.</summary>
    public Action<StreamHarness<Item, Item, string>> Fill { get; init; } = static h => h.Push1(new Item(1, 1, 1), 1);

    /// <summary>What is put in after it.</summary>
    public Action<StreamHarness<Item, Item, string>> GoOn { get; init; } = static h => h.EndInput();

    /// <summary>What comes out then; null where it is refused.</summary>
    public IReadOnlyList<string>? Expected { get; init; }

    /// <summary>What the refusal names: both values.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    public override string ToString() => $"{Parameter} {(Expected is null ? $"refused, {string.Join(" and ", Values)}" : "goes on")}";
}
