using Millrace.Hosting.Blobs;

namespace Millrace.Hosting.Tests.Blobs;

public sealed class DirectoryBlobStoreTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("millrace-test-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Of_many_writers_no_two_win_a_version()
    {
        var wins = new int[51];
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, writer =>
        {
            var store = new DirectoryBlobStore(_root);
            for (var version = 0; version < 50;)
            {
                if (store.TrySwap("job/head", version, [(byte)writer])) Interlocked.Increment(ref wins[version + 1]);
                version = (int)(store.ReadVersioned("job/head")?.Version ?? 0);
            }
        });
        Assert.DoesNotContain(wins, w => w > 1);
        Assert.Contains(wins, w => w == 1);
    }

    [Fact]
    public void A_version_that_was_swept_is_not_won_again()
    {
        var store = new DirectoryBlobStore(_root);
        for (var version = 0; version < 10; version++) Assert.True(store.TrySwap("job/head", version, [(byte)version]));
        Assert.False(store.TrySwap("job/head", 1, [99]));
        Assert.Equal([9], store.ReadVersioned("job/head")!.Content);
    }

    [Fact]
    public void A_missing_or_short_blob_is_named()
    {
        var store = new DirectoryBlobStore(_root);
        store.Put("job/blobs/a", [1, 2, 3]);
        Assert.Equal([2, 3], store.Read("job/blobs/a", 1, 2));
        Assert.Contains("job/blobs/a ends early: expected 5 bytes at 1", Assert.Throws<CorruptBlobException>(() => store.Read("job/blobs/a", 1, 5)).Message, StringComparison.Ordinal);
        Assert.Contains("job/blobs/b is missing", Assert.Throws<CorruptBlobException>(() => store.Read("job/blobs/b")).Message, StringComparison.Ordinal);
        Assert.True(store.TrySwap("job/head", 0, [1]) && store.TrySwap("job/head", 1, [2]));
        Assert.Equal(["job/blobs/a", "job/head"], store.List("job/"));
    }
}
