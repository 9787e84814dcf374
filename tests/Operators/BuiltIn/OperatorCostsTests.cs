using Millrace.Tests.Testing.Backends;

namespace Millrace.Operators.Tests.BuiltIn;

/// <summary>What every built-in operator costs where a key holds much, in accesses to state.</summary>
public sealed class OperatorCostsTests
{
    public static TheoryData<OperatorCase> Cases => OperatorCasesTests.Cases;

    [Fact]
    public void Every_operator_with_state_is_measured_with_100_000_records_of_a_key()
    {
        var small = OperatorCases.ByFunction.Where(static f => f.Value.Length > 0 && !f.Value.Any(static c => c.Sizes.Contains(100_000)));
        Assert.Equal([], small.Select(static f => f.Key.Name));
    }

    /// <summary>Counted with timers and everything that ends the state.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void A_record_costs_no_more_than_the_logarithm_of_what_its_key_holds(OperatorCase of)
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
