using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Millrace.Simulation.Tests.Cluster;
using Millrace.Simulation.Tests.Faults;

namespace Millrace.Simulation.Tests;

/// <summary>Runs seeds, several at a time, each on one thread. <c>MILLRACE_SEED</c> replays one.</summary>
internal static class Seeds
{
    private const int Shown = 5;

    /// <summary>Whether one seed runs alone.</summary>
    public static bool IsReplay => Replayed is not null;

    private static string? Replayed => Environment.GetEnvironmentVariable("MILLRACE_SEED");

    /// <summary>Runs the seeds from 1 on, and fails with the commands that replay those that did.</summary>
    public static SeedTotals Run(int count, Func<FaultPlan, Random, ISimulatedJob> job, [CallerMemberName] string test = "")
    {
        var totals = new SeedTotals();
        Each(count, test, seed =>
        {
            var run = new SimulatedRun(seed, job);
            var problem = Guarded(run);
            totals.Add(run);
            return problem;
        });
        return totals;
    }

    /// <summary>Runs each seed twice, and fails where the two runs differ in any choice or fact.</summary>
    public static void RunTwice(int count, Func<FaultPlan, Random, ISimulatedJob> job, [CallerMemberName] string test = "") => Each(count, test, seed =>
    {
        var (first, second) = (new SimulatedRun(seed, job), new SimulatedRun(seed, job));
        var problem = Guarded(first) ?? Guarded(second);
        return problem ?? (first.EventHash == second.EventHash && first.Steps == second.Steps
            ? null
            : $"Two runs differ: {first.Steps} steps with hash {first.EventHash:x16}, and {second.Steps} with {second.EventHash:x16}.");
    });

    private static void Each(int count, string test, Func<int, string?> run)
    {
        var failures = new ConcurrentBag<(int Seed, string Problem)>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.ForEach(Partitioner.Create(Of(count), EnumerablePartitionerOptions.NoBuffering), options, seed =>
        {
            if (run(seed) is { } problem) failures.Add((seed, problem));
        });
        if (failures.IsEmpty) return;
        var shown = failures.OrderBy(f => f.Seed).Take(Shown).Select(f =>
            $"Seed {f.Seed}: {f.Problem}\nReplay: MILLRACE_SEED={f.Seed} dotnet run --project tests/Simulation -- -method '*.{test}'\n");
        Assert.Fail($"{failures.Count} of {count} seeds failed: {string.Join(' ', failures.Select(f => f.Seed).Order().Take(100))}\n{string.Join('\n', shown)}");
    }

    /// <summary>The seeds from 1 on, or the one to replay.</summary>
    private static IEnumerable<int> Of(int count) =>
        Replayed is { } one ? [int.Parse(one)] : Enumerable.Range(1, count);

    private static string? Guarded(SimulatedRun run)
    {
        try
        {
            return run.Execute();
        }
        catch (Exception e)
        {
            return e.ToString();
        }
    }
}
