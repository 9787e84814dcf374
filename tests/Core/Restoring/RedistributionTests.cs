using CsCheck;
using Millrace.Core.Restoring;

namespace Millrace.Core.Tests.Restoring;

public sealed class RedistributionTests
{
    private static readonly Gen<int[][]> Lists = Gen.Int[0, 5].SelectMany(most => Gen.Int.Array[0, most].Array[1, 12]);

    [Fact]
    public void From_any_parallelism_to_any_each_element_is_dealt_once_and_evenly() => Gen.Select(Lists, Gen.Int[1, 12]).Sample((old, parallelism) =>
    {
        var dealt = Deal(old, parallelism);
        Assert.Equal(old.SelectMany(l => l).Order(), dealt.SelectMany(l => l).Order());
        if (old.Length == parallelism) Assert.Equal(old, dealt);
        else Assert.InRange(dealt.Max(l => l.Length) - dealt.Min(l => l.Length), 0, 1);
    });

    [Fact]
    public void Through_many_parallelisms_nothing_is_lost_or_repeated() => Gen.Select(Lists, Gen.Int[1, 12].Array[1, 6]).Sample((old, parallelisms) =>
    {
        var dealt = parallelisms.Aggregate(old, Deal);
        Assert.Equal(old.SelectMany(l => l).Order(), dealt.SelectMany(l => l).Order());
    });

    [Fact]
    public void Elements_are_dealt_in_turn_in_the_order_of_the_old_subtasks() =>
        Assert.Equal([[1, 4], [2, 5], [3]], Deal([[1, 2, 3], [4, 5]], 3));

    /// <summary>The rows of the shared cases, section 13: one element per old subtask.</summary>
    [Theory]
    [InlineData(10, 4, "0 4 8, 1 5 9, 2 6, 3 7")]
    [InlineData(5, 2, "0 2 4, 1 3")]
    [InlineData(4, 5, "0, 1, 2, 3, ")]
    [InlineData(3, 3, "0, 1, 2")]
    public void Old_subtasks_go_to_new_ones_in_turn(int old, int parallelism, string dealt) => Assert.Equal(
        dealt, string.Join(", ", Deal([.. Enumerable.Range(0, old).Select(i => new[] { i })], parallelism).Select(l => string.Join(' ', l))));

    [Theory]
    [InlineData(2, 3, "0 1 0")]
    [InlineData(3, 2, "0 1")]
    [InlineData(1, 4, "0 0 0 0")]
    public void A_copy_is_that_of_the_old_subtask_by_index_modulo_the_old_parallelism(int old, int parallelism, string copies) =>
        Assert.Equal(copies, string.Join(' ', Enumerable.Range(0, parallelism).Select(s => Redistribution.CopyOf(s, old))));

    private static int[][] Deal(int[][] old, int parallelism) =>
        [.. Enumerable.Range(0, parallelism).Select(s => Redistribution.Deal(old, s, parallelism).ToArray())];
}
