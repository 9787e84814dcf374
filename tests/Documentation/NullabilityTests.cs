namespace Millrace.Documentation.Tests;

/// <summary>What the compiler reports when code reads a value that may be missing, and when it has checked first.</summary>
public sealed class NullabilityTests
{
    private static readonly Dictionary<string, (string Given, string Test, string Read)> s_reads = new()
    {
        ["value state"] = ("ValueState<string> state", "state.TryGet(out var text)", "text"),
        ["reducing state"] = ("ReducingState<string> state", "state.TryGet(out var text)", "text"),
        ["aggregating state"] = ("AggregatingState<int, int, string> state", "state.TryGet(out var text)", "text"),
        ["map state"] = ("MapState<int, string> state", "state.TryGet(1, out var text)", "text"),
        ["broadcast state"] = ("BroadcastState<int, string> state", "state.TryGet(1, out var text)", "text"),
        ["a change's value"] = ("Change<int, string> change", "change.HasValue", "change.Value"),
        ["a change's previous value"] = ("Change<int, string> change", "change.HasPrevious", "change.Previous"),
        ["an upsert's row"] = ("Upsert<int, string> upsert", "upsert.HasRow", "upsert.Row"),
        ["a joined key's side"] = ("JoinedKey<int, string, string> key", "key.HasLeft", "key.Left"),
        ["an option's error"] = ("JobOption option", "!option.TryValidate(\"1\", out var error)", "error"),
    };

    public static TheoryData<string> Reads => [.. s_reads.Keys];

    [Theory]
    [MemberData(nameof(Reads))]
    public void The_compiler_knows_when_something_is_there(string what)
    {
        var (given, test, read) = s_reads[what];
        Assert.Empty(Compile($"static int Length({given}) => {test} ? {read}.Length : 0;").Problems);
        Assert.StartsWith("docs/page.md:1: CS8602", Assert.Single(Compile($"static int Length({given}) => {test} ? 0 : {read}.Length;").Problems), StringComparison.Ordinal);
    }

    private static CompiledSnippet Compile(string code) => new(new Snippet("docs/page.md", 1, "csharp", code));
}
