using Millrace.Tests.Testing.Codecs;

namespace Millrace.Connectors.Files.Tests;

public sealed class EpochFileTests
{
    [Fact]
    public void What_a_checkpoint_keeps_of_a_file_comes_back_with_every_member() => RoundTrips.Check<EpochFile>(static file => EpochFile.FromPayload(file.ToPayload()));
}
