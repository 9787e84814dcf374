using Millrace.Runtime.State.Heap;

namespace Millrace.Runtime.Tests.State.Heap;

public sealed class RecycledArraysTests
{
    /// <summary>A type of these tests alone, because arrays of a type are shared by all threads.</summary>
    private enum Own : long;

    private enum Exact : long;

    [Fact]
    public void Arrays_that_were_returned_serve_lengths_up_to_their_own_and_not_much_smaller_ones()
    {
        var first = RecycledArrays<Own>.Rent(100_000);
        Assert.InRange(first.Length, 100_000, 107_000);
        RecycledArrays<Own>.Return(first);
        Assert.NotSame(first, RecycledArrays<Own>.Rent(first.Length + 1));
        Assert.NotSame(first, RecycledArrays<Own>.Rent(first.Length / 2));
        Assert.Same(first, RecycledArrays<Own>.Rent(99_000));
        // It is lent once.
        Assert.NotSame(first, RecycledArrays<Own>.Rent(99_000));
    }

    [Fact]
    public void An_array_of_an_exact_length_is_that_long()
    {
        var first = RecycledArrays<Exact>.RentExactly(50_001);
        Assert.Equal(50_001, first.Length);
        RecycledArrays<Exact>.Return(first);
        Assert.NotSame(first, RecycledArrays<Exact>.RentExactly(50_000));
        Assert.Same(first, RecycledArrays<Exact>.RentExactly(50_001));
    }

    [Fact]
    public void Small_arrays_are_as_long_as_was_asked_and_not_kept()
    {
        var small = RecycledArrays<Own>.Rent(100);
        Assert.Equal(100, small.Length);
        RecycledArrays<Own>.Return(small);
        Assert.NotSame(small, RecycledArrays<Own>.Rent(100));
    }

    [Fact]
    public void A_slab_leaves_its_memory_to_the_next()
    {
        var (former, next) = (new Slab(), new Slab());
        // More than any other test has, because they share these arrays.
        former.Reserve(37_000_000);
        var bytes = former.Bytes;
        former.Release();
        next.Reserve(37_000_000);
        Assert.Same(bytes, next.Bytes);
    }

    [Fact]
    public void Tables_that_were_released_are_empty()
    {
        var tables = new KeyedTables("state", 1, new Intervals());
        tables.For(0).Add(1, [1], 1);
        tables.Release();
        tables.Release();
        Assert.Equal((null, 0L, 0L), (tables.At(0), tables.Count, tables.Bytes));
    }
}
