using Millrace.JobManager.Restoring;

namespace Millrace.JobManager.Tests.Restoring;

public sealed class RestorePointTests : IDisposable
{
    private readonly string _state = Directory.CreateTempSubdirectory("millrace-local-").FullName;

    public RestorePointTests()
    {
        Directory.CreateDirectory(Path.Combine(_state, "job/manifests"));
        File.WriteAllText(Path.Combine(_state, "job/head.v000000000001"), "");
        File.WriteAllText(Path.Combine(_state, "job/manifests/000000001007-2"), "");
    }

    public void Dispose() => Directory.Delete(_state, recursive: true);

    [Theory]
    [InlineData("", null, null)]
    [InlineData("/", null, null)]
    [InlineData("/job", "job", null)]
    [InlineData("/job/", "job", null)]
    [InlineData("/job/manifests/000000001007-2", "job", 1007L)]
    public void A_path_names_a_checkpoint_folder_a_job_or_a_manifest(string path, string? job, long? checkpoint)
    {
        var point = RestorePoint.Parse(_state + path, checkpointDirectory: null);
        Assert.Equal(new RestorePoint(_state, job, checkpoint), point);
        Assert.Equal(point, RestorePoint.Parse(_state + path, _state + "/"));
        Assert.False(point.MayBeNothing);
    }

    [Fact]
    public void A_path_may_be_relative_to_the_checkpoint_folder() => Assert.Equal("job", RestorePoint.Parse("job", _state).JobId);

    [Fact]
    public void Latest_may_lead_to_nothing() => Assert.True(RestorePoint.Parse("latest", "state").MayBeNothing);

    [Theory]
    [InlineData("latest", false, "needs --checkpoint-dir")]
    [InlineData("{0}/nothing", false, "there is no such folder")]
    [InlineData("{0}/nothing", true, "there is no such folder")]
    [InlineData("{0}/job/head.v000000000001", false, "is not a manifest")]
    [InlineData("{0}", true, "leave --checkpoint-dir out")]
    [InlineData("{0}/job", true, "leave --checkpoint-dir out")]
    public void What_leads_nowhere_is_refused(string value, bool elsewhere, string message)
    {
        value = string.Format(System.Globalization.CultureInfo.InvariantCulture, value, _state);
        var e = Assert.Throws<InvalidJobException>(() => RestorePoint.Parse(value, elsewhere ? "/elsewhere" : null));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }
}
