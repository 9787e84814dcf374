namespace Millrace.Local.Tests;

public sealed class DirectoriesTests : IDisposable
{
    private readonly string _root = System.IO.Directory.CreateTempSubdirectory("millrace-local-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("new")]
    [InlineData("new/deep/down")]
    public void A_folder_that_can_be_made_is_writable_and_nothing_is_left(string name)
    {
        Assert.Null(Directories.WhyNotWritable(Path.Combine(_root, name)));
        Assert.Empty(Directory.GetFileSystemEntries(_root));
    }

    [Fact]
    public void What_cannot_be_made_is_told()
    {
        File.WriteAllText(Path.Combine(_root, "file"), "");
        File.CreateSymbolicLink(Path.Combine(_root, "link"), Path.Combine(_root, "nothing"));
        Assert.Contains("is a file", Directories.WhyNotWritable(Path.Combine(_root, "file")), StringComparison.Ordinal);
        Assert.Contains("is a file", Directories.WhyNotWritable(Path.Combine(_root, "file/below/it")), StringComparison.Ordinal);
        Assert.Contains("is a file", Directories.WhyNotWritable(Path.Combine(_root, "link/below")), StringComparison.Ordinal);
        Assert.Contains("/proc cannot be written", Directories.WhyNotWritable("/proc/millrace/below"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_held_by_one_at_a_time()
    {
        var path = Path.Combine(_root, "state");
        Assert.Null(Directories.TryHold(path));
        Assert.False(Directory.Exists(path));
        using (Directories.Hold(path))
        {
            Assert.Contains("in use", Assert.Throws<InvalidJobException>(() => Directories.Hold(path)).Message, StringComparison.Ordinal);
            Assert.Throws<InvalidJobException>(() => Directories.TryHold(path));
        }

        using var again = Directories.TryHold(path);
        Assert.NotNull(again);
    }
}
