using Millrace.Tests.Testing.Backends;
using Nexmark.Queries;
using Nexmark.Running;

namespace Nexmark.Tests;

public sealed class ManifestTests
{
    public static TheoryData<string> Queries => [.. NexmarkQueries.Names];

    [Theory]
    [MemberData(nameof(Queries))]
    public void A_manifest_stays_below_64_KB_whatever_the_query_ran_for(string query) => Assert.InRange(
        LargestManifest.Of(new QueryJob(), new Dictionary<string, string> { ["query"] = query, ["input"] = "in", ["output"] = "out.tsv" }), 1, 64 << 10);
}
