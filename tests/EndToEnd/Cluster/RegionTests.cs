using Millrace.EndToEnd.Tests.Processes;
using Millrace.Hosting.Protocol;

namespace Millrace.EndToEnd.Tests.Cluster;

/// <summary>A job of two parts that exchange no records: one of them fails and restarts alone.</summary>
public sealed class RegionTests
{
    private static readonly string s_copies = BuiltAssembly.In("tests/StubbornJob", "StubbornJob");

    [Fact]
    public async Task A_part_that_fails_restarts_alone_and_the_output_is_exact()
    {
        await using var cluster = await ClusterProcesses.StartAsync(("a", 1), ("b", 1));
        var parts = await Parts.Write(cluster.Folder, failing: "once");
        var run = await cluster.RunJson("submit", [s_copies, "--checkpoint-interval", "100ms", "--wait", .. parts.Arguments(rate: 300)]);
        Assert.Equal(("finished", 1), (run.Json.GetProperty("state").GetString(), run.Json.GetProperty("restarts").GetInt32()));
        parts.CheckThatTheSecondRanOn();
    }

    [Fact]
    public async Task A_task_manager_that_is_killed_takes_only_what_ran_there_along()
    {
        await using var cluster = await ClusterProcesses.StartAsync(("a", 1), ("b", 1));
        var parts = await Parts.Write(cluster.Folder, failing: "none");
        var submitted = await cluster.RunJson("submit", [s_copies, "--checkpoint-interval", "100ms", .. parts.Arguments(rate: 100)]);
        var id = submitted.Json.GetProperty("id").GetString()!;
        await cluster.WaitFor(id, static job => job.LatestCheckpoint > 0);
        // The first slot, on which the second part runs, is on the other one.
        await cluster.KillTaskManager("b");
        await cluster.WaitFor(id, static job => job.State == Job.Types.State.Waiting);
        await cluster.StartTaskManager("b");
        var ended = await cluster.WaitFor(id, static job => job.State == Job.Types.State.Finished);
        Assert.Equal(1, ended.Restarts);
        parts.CheckThatTheSecondRanOn();
    }

    /// <summary>The input of both parts, and what must come of it: two subtasks copy that of the first, and one that of the second.</summary>
    private sealed record Parts(WordCountFolder Folder, IReadOnlyList<string> First, IReadOnlyList<string> Second)
    {
        private string Output => Folder["copied"];

        public static async Task<Parts> Write(WordCountFolder folder, string failing)
        {
            var parts = new Parts(folder, [.. Lines("first", 150), failing, .. Lines("more", 600)], [.. Lines("second", 600)]);
            await File.WriteAllLinesAsync(folder["lines"], parts.First, TestContext.Current.CancellationToken);
            await File.WriteAllLinesAsync(folder["others"], parts.Second, TestContext.Current.CancellationToken);
            return parts;
        }

        public string[] Arguments(double rate) =>
            ["--parallelism", "2", "--", "--input", Folder["lines"], "--beside", Folder["others"], "--output", Output, "--rate", $"{rate}"];

        /// <summary>Checks the output, and that a subtask of the first part began a second time, and that of the second did not.</summary>
        public void CheckThatTheSecondRanOn()
        {
            Assert.Equal(First.Order(StringComparer.Ordinal), VisibleLines.Of(Output).Order(StringComparer.Ordinal));
            Assert.Equal(Second.Order(StringComparer.Ordinal), VisibleLines.Of($"{Output}-beside").Order(StringComparer.Ordinal));
            Assert.Equal([2, 2], Attempts(Output));
            Assert.Equal([1], Attempts($"{Output}-beside"));
        }

        private static IEnumerable<string> Lines(string name, int count) => Enumerable.Range(0, count).Select(i => $"{name} {i}");

        /// <summary>Returns the attempts that the sink's subtasks began last, from their marks.</summary>
        private static IEnumerable<int> Attempts(string output) => Directory.GetFiles(output, ".attempt-*").Select(static mark => int.Parse(Path.GetFileName(mark).Split('-')[1]));
    }
}
