using Microsoft.Extensions.Time.Testing;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Leading;
using Millrace.JobManager.Leading;
using Millrace.Testing.Clusters;

namespace Millrace.JobManager.Tests.Leading;

public sealed class LeaderProbeTests
{
    private static readonly LeadershipOptions s_options = new();

    private readonly FakeTimeProvider _time = new();
    private readonly MemoryBlobStore _blobs = new();
    private BlobVersion? _version;

    [Fact]
    public async Task Where_none_has_led_there_is_none() => Assert.Null(await Probe());

    [Fact]
    public async Task One_that_has_resigned_is_not_waited_for()
    {
        await BeatAsync(0, grpc: "");
        Assert.Null(await Probe());
    }

    [Fact]
    public async Task One_that_beats_is_found()
    {
        await BeatAsync(0);
        var found = Probe();
        await BeatAsync(1);
        _time.Advance(s_options.BeatInterval / 2);
        Assert.Equal(1, (await found)!.Beat);
    }

    [Fact]
    public async Task One_that_does_not_is_waited_for_as_long_as_a_standby_would()
    {
        await BeatAsync(0);
        var found = Probe();
        for (var passed = TimeSpan.Zero; passed < s_options.Patience; passed += s_options.BeatInterval / 2)
        {
            Assert.False(found.IsCompleted);
            _time.Advance(s_options.BeatInterval / 2);
        }

        Assert.Null(await found);
    }

    private Task<LeaderRecord?> Probe() => LeaderProbe.FindAsync(_blobs, s_options, _time, TestContext.Current.CancellationToken);

    private async Task BeatAsync(long beat, string grpc = "http://leader") =>
        _version = await new LeaderBlob(_blobs).TrySwapAsync(new LeaderRecord(1, "writer", grpc, "", beat), _version, TestContext.Current.CancellationToken);
}
