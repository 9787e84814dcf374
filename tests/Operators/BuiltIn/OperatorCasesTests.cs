using Millrace.Tests.Testing.Backends;

namespace Millrace.Operators.Tests.BuiltIn;

/// <summary>Properties of every built-in operator.</summary>
public sealed class OperatorCasesTests
{
    public static TheoryData<OperatorCase> Cases => [.. OperatorCases.ByFunction.Values.SelectMany(static c => c)];

    public static TheoryData<OperatorCase> OfWindows => [.. OperatorCases.Windows().Values.SelectMany(static c => c)];

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

    /// <summary>Counted with timers and everything that ends the state: 16 times the records cost 16 times as much, plus 4 tree levels.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void A_record_costs_no_more_where_its_key_holds_many(OperatorCase of)
    {
        var (few, many) = (CostOfEach(of, 250), CostOfEach(of, 4_000));
        Assert.True(many <= (few * 1.5) + 2, $"Of 250 records of a key each costs {few:0.0} accesses to state, of 4,000 {many:0.0}.");
    }

    [Theory]
    [MemberData(nameof(OfWindows))]
    public void A_window_costs_no_more_than_the_logarithm_of_what_its_key_holds(OperatorCase of)
    {
        var costs = of.Sizes.Select(n => (Records: n, Each: CostOfEach(of, n))).ToList();
        Assert.All(costs, c => Assert.True(
            c.Each <= (costs[0].Each * Math.Log(c.Records) / Math.Log(costs[0].Records)) + 1, $"What each record costs in accesses to state: {string.Join(", ", costs)}."));
    }

    private static double CostOfEach(OperatorCase of, int records)
    {
        var state = new CountedStateOperations();
        of.Run(records, state);
        return (double)state.Count / records;
    }
}
