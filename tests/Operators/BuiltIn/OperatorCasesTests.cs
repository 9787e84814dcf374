using Millrace.Tests.Testing.Backends;

namespace Millrace.Operators.Tests.BuiltIn;

/// <summary>Properties of every built-in operator.</summary>
public sealed class OperatorCasesTests
{
    public static TheoryData<OperatorCase> Cases => [.. OperatorCases.ByFunction.Values.SelectMany(static c => c)];

    [Fact]
    public void Every_operator_has_its_cases()
    {
        var functions = typeof(Change<,>).Assembly.GetTypes()
            .Where(static t => typeof(StreamFunction).IsAssignableFrom(t) && !t.IsAbstract);
        Assert.Equal([], functions.Where(static f => !OperatorCases.ByFunction.ContainsKey(f)).Select(static f => f.Name));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Of_what_an_operator_held_nothing_is_left_after_its_end(OperatorCase of)
    {
        var life = of.Run(20, new CountedStateOperations());
        Assert.True(life.Entries > 0, "It held nothing.");
        Assert.Equal((of.EntriesLeft ?? life.EntriesLeft, 0L), (life.EntriesLeft, life.TimersLeft));
    }
}
