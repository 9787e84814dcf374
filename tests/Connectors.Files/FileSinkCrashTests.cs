using CsCheck;

namespace Millrace.Connectors.Files.Tests;

/// <summary>Random programs of writes, checkpoints, publishing, crashes and restores, at changing parallelism: each record is seen once.</summary>
public sealed class FileSinkCrashTests
{
    [Fact]
    public void Whatever_happens_each_record_is_seen_once()
    {
        Gen.Int[0, int.MaxValue].Sample(seed =>
        {
            using var folder = new TemporaryFolder();
            new CrashingJob(folder["out"], new Random(seed)).Run(40);
        }, iter: 60, threads: 2);
    }
}
