using Millrace.Hosting.Blobs;
using Millrace.Hosting.Blobs.Azure;
using Millrace.Hosting.Restoring;
using Millrace.Hosting.Storage;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.Hosting.Tests.Restoring;

public sealed class RestorePointTests : IDisposable
{
    private readonly string _state = Directory.CreateTempSubdirectory("millrace-local-").FullName;

    public RestorePointTests()
    {
        foreach (var folder in (string[])["job/manifests", "job/savepoints/000000000007"]) Directory.CreateDirectory(Path.Combine(_state, folder));
        foreach (var file in (string[])["job/head.v000000000001", "job/manifests/000000001007-2", "job/savepoints/000000000007/manifest-2"]) File.WriteAllText(Path.Combine(_state, file), "");
    }

    public void Dispose() => Directory.Delete(_state, recursive: true);

    [Theory]
    [InlineData("", null, null)]
    [InlineData("/", null, null)]
    [InlineData("/job", "job", null)]
    [InlineData("/job/", "job", null)]
    [InlineData("/job/manifests/000000001007-2", "job", 1007L)]
    [InlineData("/job/savepoints/000000000007", "job", 7L, true)]
    [InlineData("/job/savepoints/000000000007/manifest-2", "job", 7L, true)]
    public void A_path_or_a_uri_names_a_checkpoint_folder_a_job_a_manifest_or_a_savepoint(string path, string? job, long? checkpoint, bool isSavepoint = false)
    {
        var point = Parse(_state + path, checkpoints: null);
        Assert.Equal(new RestorePoint(StorageUri.OfFolder(_state), job, checkpoint) { IsSavepoint = isSavepoint }, point);
        Assert.Equal(point, Parse(_state + path, _state + "/"));
        Assert.Equal(point, Parse($"file://{_state}{path}", checkpoints: null));
        Assert.False(point.MayBeNothing);
    }

    [Fact]
    public void A_path_may_be_relative_to_the_checkpoint_folder() => Assert.Equal("job", Parse("job", _state).JobId);

    [Fact]
    public void Latest_may_lead_to_nothing() => Assert.True(Parse("latest", "state").MayBeNothing);

    [Theory]
    [InlineData("latest", false, "needs --checkpoint-dir")]
    [InlineData("{0}/nothing", false, "there is no such folder")]
    [InlineData("{0}/nothing", true, "there is no such folder")]
    [InlineData("{0}/job/savepoints/000000000008", false, "there is no such folder")]
    [InlineData("{0}/job/head.v000000000001", false, "is not a manifest")]
    [InlineData("{0}", true, "leave --checkpoint-dir out")]
    [InlineData("{0}/job", true, "leave --checkpoint-dir out")]
    [InlineData("https://elsewhere/job", false, "there is no such storage")]
    public void What_leads_nowhere_is_refused(string value, bool elsewhere, string message)
    {
        value = string.Format(System.Globalization.CultureInfo.InvariantCulture, value, _state);
        var e = Assert.Throws<InvalidJobException>(() => Parse(value, elsewhere ? "/elsewhere" : null));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    private static RestorePoint Parse(string value, string? checkpoints) =>
        RestorePoint.ParseAsync(value, checkpoints is null ? null : StorageUri.OfFolder(checkpoints), new BlobStores(new AzureStorageOptions()), CancellationToken.None).Now();
}
