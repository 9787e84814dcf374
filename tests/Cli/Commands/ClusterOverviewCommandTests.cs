using Millrace.Cli.Tests.Fakes;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Tests.Commands;

public sealed class ClusterOverviewCommandTests
{
    [Fact]
    public async Task Task_managers_and_their_slots_are_shown()
    {
        await using var manager = await ManagerAsync(
            new Hosting.Protocol.TaskManager { Id = "tm-1", Address = "http://127.0.0.1:4001", Slots = 4, FreeSlots = 1, Registered = Samples.At(11, 50), Memory = 300 << 20, Version = "1.0" },
            new Hosting.Protocol.TaskManager { Id = "tm-2", Address = "http://127.0.0.1:4002", Slots = 2, FreeSlots = 2, Registered = Samples.At(11, 51), Memory = 1 << 20, Version = "1.0" });
        Assert.Equal(
            $"""
            job manager {manager.Url}, version 1.0, since 2026-03-01 11:00:00
            storage     file:///data
            slots       3 of 6 are free, on 2 task managers

            TASK MANAGER  ADDRESS                SLOTS  FREE     MEMORY  SINCE                VERSION
            tm-1          http://127.0.0.1:4001      4     1  300.0 MiB  2026-03-01 11:50:00  1.0
            tm-2          http://127.0.0.1:4002      2     2    1.0 MiB  2026-03-01 11:51:00  1.0

            """,
            (await CliRun.OfAsync(manager, "cluster")).Output);
    }

    [Fact]
    public async Task What_stays_pinned_is_listed_by_name()
    {
        var used = new LoadedArtifact { Hash = Samples.Artifact, Jobs = { Samples.Id }, Bytes = 4096, Collectible = true, Assemblies = { "WordCount" } };
        var pinned = new LoadedArtifact { Hash = "aabbccddeeff0011", Bytes = 2048, Collectible = true, Retired = true, Assemblies = { "Edits", "Json" } };
        var kept = new LoadedArtifact { Hash = "99", Bytes = 10, Retired = true, Assemblies = { "Old" } };
        await using var manager = await ManagerAsync(new Hosting.Protocol.TaskManager { Id = "tm-1", Artifacts = { used, pinned, kept } });
        Assert.EndsWith(
            """

            TASK MANAGER  ARTIFACT         SIZE  STATE                         JOBS
            tm-1          e3b0c44298fc  4.0 KiB  in use                        3f2a9c01
            tm-1          aabbccddeeff  2.0 KiB  pinned
            tm-1          99               10 B  stays until the process ends

            Still in memory, though no job uses them:
              aabbccddeeff on tm-1: Edits, Json
              99 on tm-1: Old

            """,
            (await CliRun.OfAsync(manager, "cluster")).Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_has_all_of_it()
    {
        var artifact = new LoadedArtifact { Hash = "99", Jobs = { "1" }, Bytes = 10, Assemblies = { "Edits" } };
        await using var manager = await ManagerAsync(
            new Hosting.Protocol.TaskManager { Id = "tm-1", Address = "a", Slots = 4, FreeSlots = 1, Registered = Samples.At(11, 50), Memory = 7, Version = "1.1", Artifacts = { artifact } });
        Assert.Equal(
            """{"version":"1.0","storage":"file:///data","started":"2026-03-01T11:00:00Z","taskManagers":[{"id":"tm-1","address":"a","slots":4,"freeSlots":1"""
            + ""","registered":"2026-03-01T11:50:00Z","memory":7"""
            + ""","version":"1.1","artifacts":[{"hash":"99","jobs":["1"],"collectible":false,"retired":false,"assemblies":["Edits"],"bytes":10,"stuckThreads":0}],"pinnedSlots":0,"stuckThreads":[]}],"leader":"","leaderEpoch":0}""",
            (await CliRun.OfAsync(manager, "cluster", "--json")).Output.Trim());
    }

    private static async Task<FakeServer> ManagerAsync(params Hosting.Protocol.TaskManager[] taskManagers) => (await FakeServer.StartAsync()).On<DescribeClusterRequest>(
        "Describe", _ => new DescribeClusterResponse { Version = "1.0", Storage = "file:///data", Started = Samples.At(11, 0), TaskManagers = { taskManagers } });
}
