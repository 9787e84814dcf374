using Millrace.Hosting.Blobs;

namespace Millrace.Hosting.Tests.Blobs;

public sealed class StorageUriTests
{
    [Theory]
    [InlineData("file:///var/lib/millrace", "file:///var/lib/millrace", "/var/lib/millrace")]
    [InlineData("file:///var/lib/../lib/millrace/", "file:///var/lib/millrace", "/var/lib/millrace")]
    [InlineData("file:///", "file:///", "/")]
    public void A_folder_is_named_by_its_absolute_path(string text, string expected, string folder)
    {
        var uri = StorageUri.TryParse(text)!;
        Assert.Equal((expected, folder, folder), (uri.ToString(), uri.Folder, uri.Describe()));
        Assert.Equal(uri, StorageUri.OfFolder(folder));
        Assert.Null(uri.Account);
    }

    [Theory]
    [InlineData("azure://acme/state", "acme", "state", "")]
    [InlineData("azure://acme/state/", "acme", "state", "")]
    [InlineData("azure://acme/state/a/b", "acme", "state", "a/b")]
    [InlineData("azure://acme.blob.core.usgovcloudapi.net/state/a", "acme.blob.core.usgovcloudapi.net", "state", "a")]
    public void A_container_is_named_by_its_account_and_folders_in_it(string text, string account, string container, string prefix)
    {
        var uri = StorageUri.TryParse(text)!;
        Assert.Equal((account, container, prefix), (uri.Account, uri.Container, uri.Prefix));
        Assert.Equal(text.TrimEnd('/'), uri.Describe());
        Assert.Null(uri.Folder);
    }

    [Theory]
    [InlineData("file://relative")]
    [InlineData("file:/var")]
    [InlineData("azure://acme")]
    [InlineData("azure://acme/")]
    [InlineData("azure://acme/state//a")]
    [InlineData("azure://acme/state/../other")]
    [InlineData("azure://acme/state?sig=secret")]
    [InlineData("azure://key@acme/state")]
    [InlineData("https://acme.blob.core.windows.net/state")]
    [InlineData("/var/lib")]
    public void What_names_no_storage_is_refused(string text) => Assert.Null(StorageUri.TryParse(text));

    [Fact]
    public void What_lies_in_a_storage_leads_back_to_it()
    {
        foreach (var text in (string[])["file:///var/lib", "file:///", "azure://acme/state", "azure://acme/state/a"])
        {
            var uri = StorageUri.TryParse(text)!;
            Assert.Equal(uri, uri.Append("job").Parent);
            Assert.Equal("job", uri.Append("job").Name);
            Assert.Equal(uri, uri.Append("job/savepoints").Parent!.Parent);
        }

        Assert.Null(StorageUri.TryParse("file:///")!.Parent);
        Assert.Null(StorageUri.TryParse("azure://acme/state")!.Parent);
    }
}
