namespace Millrace.Simulation.Tests;

public sealed class SplitMixTests
{
    // From the reference implementation, seeded with 1234567.
    [Fact]
    public void Numbers_are_those_of_the_reference() =>
        Assert.Equal([6457827717110365317, 3203168211198807973, 9817491932198370423], Enumerable.Range(0, 3).Select(i => SplitMix.Number(1234567, (ulong)i)));
}
