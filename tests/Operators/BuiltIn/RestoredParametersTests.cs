using System.Reflection;
using Millrace.Testing;

namespace Millrace.Operators.Tests.BuiltIn;

/// <summary>A built-in operator that is restored with a changed parameter either continues correctly, or is refused with both values.</summary>
public sealed class RestoredParametersTests
{
    public static TheoryData<ParameterCase> Cases => [.. ParameterCases.All];

    /// <summary>An operator with a parameter that has no decision fails here.</summary>
    [Fact]
    public void Every_parameter_of_every_operator_is_decided()
    {
        var functions = typeof(Change<,>).Assembly.GetTypes().Where(static t => typeof(StreamFunction).IsAssignableFrom(t) && !t.IsAbstract);
        var parameters = functions.SelectMany(static f => ParametersOf(f).Select(p => $"{NameOf(f)}.{p}"));
        var decided = ParameterCases.Decisions.Keys.Where(static d => !d.StartsWith("Trigger.", StringComparison.Ordinal) && !d.StartsWith("Windows.", StringComparison.Ordinal));
        Assert.Equal(parameters.Order(StringComparer.Ordinal), decided.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_trigger_and_every_kind_of_windows_is_decided()
    {
        var types = typeof(Change<,>).Assembly.GetTypes().Where(static t => t is { IsAbstract: false, IsPublic: true });
        var triggers = types.Where(static t => IsA(t, "Trigger`1") || IsA(t, "Trigger`2")).Select(static t => $"Trigger.{NameOf(t)}");
        var windows = types.Where(static t => IsA(t, "WindowAssigner") || IsA(t, "WindowAssigner`1")).Select(static t => $"Windows.{NameOf(t)}");
        var decided = ParameterCases.Decisions.Keys.Where(static d => d.StartsWith("Trigger.", StringComparison.Ordinal) || d.StartsWith("Windows.", StringComparison.Ordinal));
        Assert.Equal(triggers.Concat(windows).Order(StringComparer.Ordinal), decided.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_decision_that_is_no_matter_of_code_is_tested()
    {
        var decided = ParameterCases.Decisions.Where(static d => d.Value != Decision.Code).Select(static d => d.Key);
        Assert.Equal(decided.Order(StringComparer.Ordinal), ParameterCases.All.Select(static c => c.Parameter).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Another_value_goes_on_rightly_or_is_refused_with_both(ParameterCase of)
    {
        using var before = StreamHarness.Of<Item, Item, string>((left, right) => of.Before(left, right).Map(static s => s));
        of.Fill(before);
        var snapshot = before.Snapshot();
        using var after = StreamHarness.Of<Item, Item, string>((left, right) => of.After(left, right).Map(static s => s));
        if (of.Expected is { } expected)
        {
            after.Restore(snapshot);
            after.Output.Clear();
            of.AfterRestore(after);
            Assert.Equal(expected, after.Output);
            return;
        }

        var refused = Assert.Throws<InvalidJobException>(() => after.Restore(snapshot));
        Assert.All(of.Values, value => Assert.Contains(value, refused.Message, StringComparison.Ordinal));
        before.Restore(snapshot);
    }

    private static IEnumerable<string> ParametersOf(Type function) =>
        function.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Single().GetParameters().Select(static p => p.Name!);

    private static string NameOf(Type type) => type.Name.Split('`')[0];

    private static bool IsA(Type type, string name)
    {
        for (var at = type.BaseType; at is not null; at = at.BaseType)
        {
            if (at.Name == name) return true;
        }

        return false;
    }
}
