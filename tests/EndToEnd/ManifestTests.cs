using Millrace.Tests.Testing.Backends;
using WikiEdits;
using WordCount;

namespace Millrace.EndToEnd.Tests;

public sealed class ManifestTests
{
    [Fact]
    public void A_manifest_stays_below_64_KB_whatever_a_job_ran_for()
    {
        Assert.InRange(LargestManifest.Of(new WordCountJob(), []), 1, 64 << 10);
        Assert.InRange(LargestManifest.Of(new WikiEditsJob(), []), 1, 64 << 10);
    }
}
