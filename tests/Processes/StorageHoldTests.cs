using Millrace.Hosting.Configuration;
using Millrace.JobManager.Composition;

namespace Millrace.Processes.Tests;

public sealed class StorageHoldTests
{
    [Fact]
    public void A_second_job_manager_is_refused_until_the_first_has_ended()
    {
        var options = new JobManagerOptions { Storage = "file://" + Directory.CreateTempSubdirectory("millrace-hold-").FullName };
        using (options.HoldStorage(Assert.Null))
            Assert.Contains("another job manager", Assert.Throws<InvalidSettingException>(() => options.HoldStorage(Assert.Null)).Message, StringComparison.Ordinal);
        options.HoldStorage(Assert.Null)?.Dispose();
        Directory.Delete(options.Location.Folder!, recursive: true);
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_refused() =>
        Assert.Contains("cannot be written", Assert.Throws<InvalidSettingException>(() => new JobManagerOptions { Storage = "file:///proc/none" }.HoldStorage(Assert.Null)).Message, StringComparison.Ordinal);
}
