using Millrace.Core.Checkpoints;

namespace Millrace.Simulation.Tests.Crashes;

/// <summary>
/// Processes are killed immediately before and immediately after every external call that a run of a small job makes, at one moment in each run: uploads of
/// state and indexes, the manifest, the head, publications and deletions. A first run without a crash tells which moments there are; up to its crash, each
/// other run is the same.
/// </summary>
public sealed class CrashAtEveryStepTests(ITestOutputHelper output)
{
    // What a run makes at least, or these tests prove little.
    private const int LeastMoments = 160;
    private const int LeastCheckpoints = 3;
    private const int LeastOfCommands = 20;

    private static readonly IReadOnlyList<string> s_kinds =
    [
        "writing state", "writing index", "writing operators", "writing manifest", "swapping head", "deleting state", "deleting index", "deleting manifest", "ending", "publishing",
    ];

    [Theory]
    [InlineData(CrashScope.All, 3)]
    [InlineData(CrashScope.JobManager, 3)]
    [InlineData(CrashScope.TaskManagers, 3)]
    internal void The_output_is_exact_and_no_retained_checkpoint_lacks_a_blob(CrashScope scope, ulong seed)
    {
        var (moments, wrong) = CrashRun.Execute(seed, null);
        Assert.True(wrong is null, $"seed {seed}: {wrong}");
        var kinds = moments.Where(static m => m.IsAfter).CountBy(static m => KindOf(m.Call)).ToDictionary(StringComparer.Ordinal);
        output.WriteLine($"seed {seed}, {moments.Count} moments: {string.Join(", ", kinds.OrderBy(static k => k.Key, StringComparer.Ordinal).Select(static k => $"{k.Key} {k.Value}"))}");
        Assert.InRange(moments.Count, LeastMoments, 2000);
        Assert.Empty(s_kinds.Except(kinds.Keys));
        Assert.InRange(kinds["writing manifest"], LeastCheckpoints, moments.Count);
        AssertNone(seed, moments, at => CrashRun.Execute(seed, new Crash(at, scope)).Wrong);
    }

    [Theory]
    [InlineData(CrashScope.Leader, 5, CommandKind.Savepoint, CommandKind.Rescale, CommandKind.Stop, CommandKind.Rescale)]
    [InlineData(CrashScope.Leader, 5, CommandKind.Drain)]
    [InlineData(CrashScope.LeaderStandsStill, 5, CommandKind.Savepoint, CommandKind.Rescale, CommandKind.Stop)]
    [InlineData(CrashScope.LeaderStandsStill, 5, CommandKind.Drain)]
    internal void Commands_are_carried_out_once_whichever_job_manager_leads(CrashScope scope, ulong seed, params CommandKind[] kinds)
    {
        var (moments, wrong) = CommandRun.Execute(seed, kinds, null);
        Assert.True(wrong is null, $"seed {seed}: {wrong}");
        output.WriteLine($"seed {seed}, {moments.Count} moments: {string.Join(", ", moments.Where(static m => m.IsAfter).CountBy(static m => KindOf(m.Call)).Select(static k => $"{k.Key} {k.Value}"))}");
        Assert.InRange(moments.Count, LeastOfCommands, 2000);
        AssertNone(seed, moments, at => CommandRun.Execute(seed, kinds, new Crash(at, scope)).Wrong);
    }

    /// <summary>Runs once for each moment, with a crash at it, of which nothing must be wrong.</summary>
    private static void AssertNone(ulong seed, IReadOnlyList<CrashMoment> moments, Func<int, string?> wrongAt)
    {
        var violations = Enumerable.Range(0, moments.Count).AsParallel().WithDegreeOfParallelism(Environment.ProcessorCount)
            .Select(at => (At: moments[at], Wrong: wrongAt(at))).Where(static r => r.Wrong is not null)
            .Select(static r => $"{(r.At.IsAfter ? "after" : "before")} {r.At.Call}: {r.Wrong}").ToList();
        Assert.True(violations.Count == 0, $"seed {seed}, {violations.Count} of {moments.Count} crashes:\n{string.Join('\n', violations.Take(10))}");
    }

    /// <summary>A call without the names in it.</summary>
    private static string KindOf(string call)
    {
        if (call.Split(' ') is not [var what, var name]) return call.Split(' ')[0];
        var kind = name.Contains("/manifests/", StringComparison.Ordinal) ? "manifest"
            : name.Contains("/savepoints/", StringComparison.Ordinal) ? "savepoint"
            : name.Contains("/plans/", StringComparison.Ordinal) ? "plan"
            : name.EndsWith("-index", StringComparison.Ordinal) ? "index"
            : name.EndsWith("-operators", StringComparison.Ordinal) ? "operators"
            : name.Contains("/blobs/", StringComparison.Ordinal) ? "state"
            : name[(name.LastIndexOf('/') + 1)..];
        return $"{what} {kind}";
    }
}
