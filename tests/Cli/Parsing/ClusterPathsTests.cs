using Millrace.Cli.Parsing;

namespace Millrace.Cli.Tests.Parsing;

public sealed class ClusterPathsTests
{
    private static readonly string Here = Directory.GetCurrentDirectory();

    [Theory]
    [InlineData("")]
    [InlineData("/data/savepoints")]
    [InlineData("savepoints")]
    [InlineData("azure://account/container")]
    [InlineData(".hidden")]
    public void A_folder_is_the_clusters(string path) => Assert.Equal(path, ClusterPaths.Folder(path));

    [Fact]
    public void A_folder_that_begins_with_the_current_one_is_of_this_machine()
    {
        Assert.Equal(Here, ClusterPaths.Folder("."));
        Assert.Equal(Path.Combine(Here, "out"), ClusterPaths.Folder("./out"));
        Assert.Equal(Path.Combine(Path.GetDirectoryName(Here)!, "out"), ClusterPaths.Folder("../out"));
    }

    [Fact]
    public void A_folder_may_be_a_url()
    {
        Assert.Equal("/data/savepoints", ClusterPaths.Folder("file:///data/savepoints"));
        Assert.Equal("/data/savepoints/3f2a/7", ClusterPaths.Restored("file:///data/savepoints/3f2a/7/"));
    }

    [Theory]
    [InlineData("latest")]
    [InlineData("3f2a")]
    [InlineData("bin")]
    [InlineData("3f2a/savepoints/7")]
    [InlineData("/data/3f2a")]
    public void What_is_restored_is_the_clusters(string value) => Assert.Equal(value, ClusterPaths.Restored(value));

    [Fact]
    public void What_is_restored_is_of_this_machine_where_it_is_there()
    {
        var path = Path.GetRelativePath(Here, typeof(ClusterPathsTests).Assembly.Location);
        var inFolder = Path.Combine("..", Path.GetFileName(Here), path);
        Assert.Equal(Path.GetFullPath(inFolder), ClusterPaths.Restored(inFolder));
        Assert.Equal(Path.Combine(Here, "state"), ClusterPaths.Restored("./state"));
    }
}
