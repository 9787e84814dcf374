using Millrace.Hosting.Blobs;

namespace Millrace.Hosting.Tests.Blobs;

public sealed class DirectoryBlobStoreTests : BlobStoreContract, IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("millrace-test-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    protected override IBlobStore Open() => new DirectoryBlobStore(_root);

    [Fact]
    public async Task The_versions_before_the_last_one_are_kept_for_a_while()
    {
        var store = Open();
        BlobVersion? version = null;
        for (byte i = 0; i < 5; i++) version = await store.TrySwapAsync("job/head", version, new[] { i }, TestContext.Current.CancellationToken);
        var found = new List<byte>();
        while (version is { } later && await store.ReadBeforeAsync("job/head", later, TestContext.Current.CancellationToken) is { } before)
        {
            found.Add(before.Content.Single());
            version = before.Version;
        }

        Assert.Equal([3, 2], found);
    }

    [Fact]
    public async Task Nothing_is_left_of_a_write_that_fails()
    {
        var store = Open();
        Directory.CreateDirectory(Path.Combine(_root, "job/blobs/a"));
        await Assert.ThrowsAnyAsync<SystemException>(() => store.PutAsync("job/blobs/a", new byte[] { 1 }, TestContext.Current.CancellationToken));
        Assert.Empty(Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories));
    }

    /// <summary>A file used to be locked until its writer closed it, a moment after it had got its name.</summary>
    [Fact]
    public async Task What_has_its_name_is_read_by_others_although_its_writer_has_not_closed_it()
    {
        var store = Open();
        using var file = new BlobFile(Path.Combine(_root, "leader.v000000000001"));
        file.Write(new byte[] { 7 });
        Assert.True(file.TryLink());
        Assert.Equal([7], (await store.ReadVersionedAsync("leader", TestContext.Current.CancellationToken))!.Content);
    }
}
