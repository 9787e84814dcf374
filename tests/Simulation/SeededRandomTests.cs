namespace Millrace.Simulation.Tests;

public sealed class SeededRandomTests
{
    [Fact]
    public void Numbers_are_the_same_on_every_machine()
    {
        var random = new SeededRandom(7);
        Assert.Equal((1504476538, 278, 7744196453246319818L, 4), (random.Next(), random.Next(1000), random.NextInt64(), random.Next(-5, 5)));
    }

    [Fact]
    public void Numbers_are_in_their_range_and_reach_its_ends()
    {
        var random = new SeededRandom(8);
        Assert.Equal([-2, -1, 0, 1], Enumerable.Range(0, 1000).Select(_ => random.Next(-2, 2)).Distinct().Order());
        Assert.Equal([0, 1, 2], Enumerable.Range(0, 1000).Select(_ => random.Next(3)).Distinct().Order());
        Assert.Equal(5, random.Next(5, 5));
        Assert.Equal(0, random.Next(0));
        Assert.InRange(random.NextInt64(long.MinValue, long.MaxValue), long.MinValue, long.MaxValue - 1);
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.InRange(random.NextDouble(), 0, 0.9999999999999999));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Next(2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Next(-1));
        var bytes = new byte[13];
        random.NextBytes(bytes);
        Assert.True(bytes.Distinct().Count() > 5);
    }
}
