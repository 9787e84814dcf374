using Millrace.Testing;

namespace Millrace.Operators.Tests.BuiltIn;

/// <summary>What a changed parameter value means for the state of a checkpoint.</summary>
internal enum Decision
{
    /// <summary>User code, which cannot be compared, or a parameter that no state depends on.</summary>
    Code,

    /// <summary>The restored state continues with the new value.</summary>
    GoesOn,

    /// <summary>The job does not start.</summary>
    Refused,
}

/// <summary>An operator that is restored with a changed parameter value.</summary>
/// <param name="Parameter">The function and its parameter, or the trigger or the windows.</param>
/// <param name="Before">The original operator.</param>
/// <param name="After">The operator with the changed value.</param>
public sealed record ParameterCase(
    string Parameter,
    Func<DataStream<Item>, DataStream<Item>, OperatorStream<string>> Before,
    Func<DataStream<Item>, DataStream<Item>, OperatorStream<string>> After)
{
    /// <summary>The input before the checkpoint.</summary>
    public Action<StreamHarness<Item, Item, string>> Fill { get; init; } = static h => h.Push1(new Item(1, 1, 1), 1);

    /// <summary>The input after it.</summary>
    public Action<StreamHarness<Item, Item, string>> AfterRestore { get; init; } = static h => h.EndInput();

    /// <summary>The output after it; null where the restore is refused.</summary>
    public IReadOnlyList<string>? Expected { get; init; }

    /// <summary>The values that the refusal names: both.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    public override string ToString() => $"{Parameter} {(Expected is null ? $"refused, {string.Join(" and ", Values)}" : "goes on")}";
}
