using Millrace.Hosting.Blobs;

namespace Millrace.Hosting.Tests.Blobs;

/// <summary>What every store does, whatever it keeps its blobs in.</summary>
public abstract class BlobStoreContract
{
    private const int Writers = 8;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Opens the test's store, which is empty at first, again.</summary>
    protected abstract IBlobStore Open();

    [Fact]
    public async Task A_blob_is_read_as_it_was_written()
    {
        var store = Open();
        await store.PutAsync("job/blobs/a", new byte[] { 1, 2, 3 }, Cancellation);
        Assert.Equal([1, 2, 3], await Open().ReadAsync("job/blobs/a", Cancellation));
        Assert.Equal(3, await store.FindLengthAsync("job/blobs/a", Cancellation));
        var range = new byte[2];
        await store.ReadAsync("job/blobs/a", 1, range, Cancellation);
        Assert.Equal([2, 3], range);
        await store.PutAsync("job/blobs/empty", default, Cancellation);
        Assert.Empty(await store.ReadAsync("job/blobs/empty", Cancellation));
    }

    [Fact]
    public async Task A_missing_or_short_blob_is_named()
    {
        var store = Open();
        await store.PutAsync("job/blobs/a", new byte[] { 1, 2, 3 }, Cancellation);
        var early = await Assert.ThrowsAsync<CorruptBlobException>(() => store.ReadAsync("job/blobs/a", 1, new byte[5], Cancellation));
        Assert.Contains("job/blobs/a ends early: expected 5 bytes at 1", early.Message, StringComparison.Ordinal);
        var beyond = await Assert.ThrowsAsync<CorruptBlobException>(() => store.ReadAsync("job/blobs/a", 7, new byte[1], Cancellation));
        Assert.Contains("job/blobs/a ends early", beyond.Message, StringComparison.Ordinal);
        var missing = await Assert.ThrowsAsync<CorruptBlobException>(() => store.ReadAsync("job/blobs/b", Cancellation));
        Assert.Contains("job/blobs/b is missing", missing.Message, StringComparison.Ordinal);
        missing = await Assert.ThrowsAsync<CorruptBlobException>(() => store.ReadAsync("none/b", 0, new byte[1], Cancellation));
        Assert.Contains("none/b is missing", missing.Message, StringComparison.Ordinal);
        Assert.Null(await store.FindLengthAsync("none/b", Cancellation));
        Assert.Null(await store.ReadVersionedAsync("none/head", Cancellation));
    }

    [Fact]
    public async Task A_blob_that_is_not_completed_was_never_there()
    {
        var store = Open();
        await using (var writer = await store.CreateAsync("job/blobs/a", Cancellation))
        {
            await writer.WriteAsync(new byte[] { 1 }, Cancellation);
            Assert.Null(await store.FindLengthAsync("job/blobs/a", Cancellation));
            Assert.Empty(await Blobs(store, "job/"));
        }

        Assert.Empty(await Blobs(store, "job/"));
        Assert.Null(await store.FindLengthAsync("job/blobs/a", Cancellation));
    }

    [Fact]
    public async Task A_folder_lists_what_lies_directly_in_it()
    {
        var store = Open();
        foreach (var name in (string[])["job/blobs/b", "job/blobs/a", "job/blobs/deep/c", "job/job", "jobless/x", "top"]) await store.PutAsync(name, new byte[] { 7, 7 }, Cancellation);
        var first = await store.TrySwapAsync("job/head", null, new byte[] { 1 }, Cancellation);
        Assert.NotNull(await store.TrySwapAsync("job/head", first, new byte[] { 1, 2, 3 }, Cancellation));
        Assert.Equal([("job/blobs/", 0), ("job/head", 3), ("job/job", 2)], await Items(store, "job/"));
        Assert.Equal([("job/blobs/a", 2), ("job/blobs/b", 2), ("job/blobs/deep/", 0)], await Items(store, "job/blobs/"));
        Assert.Equal([("job/", 0), ("jobless/", 0), ("top", 2)], await Items(store, ""));
        Assert.Empty(await Items(store, "none/"));
        Assert.Equal(["job/blobs/a", "job/blobs/b", "job/blobs/deep/c", "job/head", "job/job"], await Blobs(store, "job/"));
    }

    [Fact]
    public async Task What_is_deleted_is_gone_and_what_was_never_there_too()
    {
        var store = Open();
        await store.PutAsync("job/blobs/a", new byte[] { 1 }, Cancellation);
        Assert.NotNull(await store.TrySwapAsync("job/head", null, new byte[] { 1 }, Cancellation));
        foreach (var name in (string[])["job/blobs/a", "job/blobs/a", "job/head", "job/head", "none/a"]) await store.DeleteAsync(name, Cancellation);
        Assert.Empty(await Blobs(store, ""));
        Assert.NotNull(await store.TrySwapAsync("job/head", null, new byte[] { 2 }, Cancellation));
    }

    [Fact]
    public async Task A_swap_replaces_the_version_that_it_names_and_no_other()
    {
        var store = Open();
        var first = await store.TrySwapAsync("job/head", null, new byte[] { 1 }, Cancellation);
        Assert.NotNull(first);
        Assert.Null(await store.TrySwapAsync("job/head", null, new byte[] { 9 }, Cancellation));
        var second = await store.TrySwapAsync("job/head", first, new byte[] { 2 }, Cancellation);
        Assert.NotNull(second);
        Assert.NotEqual(first, second);
        Assert.Null(await store.TrySwapAsync("job/head", first, new byte[] { 9 }, Cancellation));
        var read = await Open().ReadVersionedAsync("job/head", Cancellation);
        Assert.Equal(second, read!.Version);
        Assert.Equal([2], read.Content);
        // The same content is another version all the same.
        Assert.NotEqual(second, await store.TrySwapAsync("job/head", second, new byte[] { 2 }, Cancellation));
    }

    [Fact]
    public async Task Of_many_writers_one_wins_a_version()
    {
        var store = Open();
        for (var round = 0; round < 20; round++)
        {
            var before = (await store.ReadVersionedAsync("job/head", Cancellation))?.Version;
            var won = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => Open().TrySwapAsync("job/head", before, new[] { (byte)writer }, Cancellation))));
            var winner = Assert.Single(Enumerable.Range(0, Writers), w => won[w] is not null);
            var read = await store.ReadVersionedAsync("job/head", Cancellation);
            Assert.Equal(won[winner], read!.Version);
            Assert.Equal([(byte)winner], read.Content);
        }
    }

    [Fact]
    public async Task A_version_that_is_long_over_is_not_won_again()
    {
        var store = Open();
        var versions = new List<BlobVersion?> { null };
        for (byte i = 0; i < 10; i++) versions.Add(await store.TrySwapAsync("job/head", versions[^1], new[] { i }, Cancellation));
        Assert.Null(await store.TrySwapAsync("job/head", versions[1], new byte[] { 99 }, Cancellation));
        Assert.Equal([9], (await store.ReadVersionedAsync("job/head", Cancellation))!.Content);
    }

    [Fact]
    public async Task A_large_blob_is_written_and_read_in_parts()
    {
        const int part = 1 << 20;
        const int parts = 300;
        var store = Open();
        await using (var writer = await store.CreateAsync("job/blobs/large", Cancellation))
        {
            for (var i = 0; i < parts; i++) await writer.WriteAsync(Part(i), Cancellation);
            await writer.CompleteAsync(Cancellation);
        }

        Assert.Equal((long)part * parts, await store.FindLengthAsync("job/blobs/large", Cancellation));
        foreach (var i in (int[])[0, 1, 150, parts - 1])
        {
            var read = new byte[part];
            await store.ReadAsync("job/blobs/large", (long)i * part, read, Cancellation);
            Assert.True(read.AsSpan().SequenceEqual(Part(i)), $"part {i}");
        }

        static byte[] Part(int number)
        {
            var bytes = new byte[part];
            new Random(number).NextBytes(bytes);
            return bytes;
        }
    }

    [Fact]
    public async Task A_call_that_is_cancelled_ends()
    {
        var store = Open();
        await store.PutAsync("job/blobs/a", new byte[] { 1 }, Cancellation);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.ReadAsync("job/blobs/a", cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.TrySwapAsync("job/head", null, new byte[] { 1 }, cancelled.Token));
        Assert.Null(await store.ReadVersionedAsync("job/head", Cancellation));
    }

    private static async Task<List<(string, int)>> Items(IBlobStore store, string folder)
    {
        var items = new List<(string, int)>();
        await foreach (var item in store.ListAsync(folder, Cancellation)) items.Add((item.Name, (int)item.Length));
        return items;
    }

    private static async Task<List<string>> Blobs(IBlobStore store, string folder)
    {
        var names = new List<string>();
        await foreach (var item in store.ListAllAsync(folder, Cancellation)) names.Add(item.Name);
        names.Sort(StringComparer.Ordinal);
        return names;
    }
}
