using System.Diagnostics;
using System.Globalization;
using Millrace.Bench.Measuring;
using Millrace.Bench.States;

namespace Millrace.Bench.Checkpoints;

/// <summary>
/// Measures what a checkpoint writes and how long it takes when a part of the keys has changed, and then restores the last one in a process of its own, at
/// the same parallelism and at twice that.
/// </summary>
internal static class CheckpointMeasurement
{
    public const string ChildCommand = "restore";

    private const int Parallelism = 2;
    private const double MostOfShare = 1.10;
    private const double MostMemory = 1.30;

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(3);

    /// <summary>For each changed key, how many there are: 0.1 %, 1 %, 10 % and all.</summary>
    private static readonly int[] s_rounds = [1000, 100, 10, 1];

    /// <summary>Runs all; false where a target is missed.</summary>
    /// <param name="keys">The number of keys.</param>
    /// <param name="checkpoints">A folder or URI that is left as it is afterwards; null for a temporary folder.</param>
    public static bool Run(long keys, string? checkpoints)
    {
        if (checkpoints is not null) return RunIn(keys, checkpoints);
        var folder = Directory.CreateTempSubdirectory("millrace-bench-").FullName;
        try
        {
            return RunIn(keys, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Restores in this process, prints how that went, and exits with 0 if the targets are met; never returns.</summary>
    public static void RunChild(string keys, string checkpoints, string parallelism)
    {
        var (subtasks, count) = (int.Parse(parallelism, CultureInfo.InvariantCulture), 0);
        var (peak, live, isOver) = (0L, 0L, false);
        var sampler = new Thread(() =>
        {
            while (!Volatile.Read(ref isOver))
            {
                peak = Math.Max(peak, GC.GetTotalMemory(false));
                Thread.Sleep(1);
            }
        });
        using var listener = new CheckpointListener(() =>
        {
            if (Interlocked.Increment(ref count) < subtasks) return;
            // Now all state is live, and what the restore took besides is not.
            Volatile.Write(ref isOver, true);
            sampler.Join();
            live = GC.GetTotalMemory(forceFullCollection: true);
        });
        sampler.Start();
        EngineRun.ExecuteIn(checkpoints, () => new TouchJob(new ChangeSource(long.Parse(keys, CultureInfo.InvariantCulture), s_rounds, new Changes())), "--parallelism", parallelism, "--restore", "latest");
        var (most, share) = (listener.Restored.Max(), listener.Restored.Average());
        var ratio = (double)peak / live;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"parallelism {subtasks}: {listener.Longest("reading"):F2} s waiting for the storage, {listener.Longest("rebuilding"):F2} s rebuilding tables; {share / (1 << 20):N1} MiB a subtask, at most {most / share:F2} times that; peak memory {ratio:F2} times the live state"));
        Environment.Exit(most <= share * MostOfShare && ratio <= MostMemory ? 0 : 1);
    }

    private static bool RunIn(long keys, string checkpoints)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"checkpoints: {keys:N0} keys of 100 bytes in {checkpoints} (targets: subtasks read at most {MostOfShare:F2} times their share; memory stays below {MostMemory:F2} times the live state)"));
        Write(keys, checkpoints);
        var holds = Restore(keys, checkpoints, Parallelism) & Restore(keys, checkpoints, 2 * Parallelism);
        Console.WriteLine();
        return holds;
    }

    private static void Write(long keys, string checkpoints)
    {
        var changes = new Changes();
        using var listener = new CheckpointListener();
        var run = new Thread(() => EngineRun.ExecuteIn(
            checkpoints,
            () => new TouchJob(new ChangeSource(keys, s_rounds, changes)),
            "--parallelism", $"{Parallelism}", "--checkpoint-interval", $"{s_interval.TotalSeconds}s"));
        run.Start();
        // All keys, and whatever of them an earlier checkpoint had already.
        Await(() => changes.Made == -1 && listener.Durations.Count > 0 && Settled(listener));
        for (var round = 0; round < s_rounds.Length; round++)
        {
            var (asked, before) = (round, listener.Durations.Count);
            changes.Ask(round);
            Await(() => changes.Made == asked && listener.Durations.Count > before && listener.Sizes.Count > before);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {100.0 / s_rounds[round],5:0.#} % changed: {listener.Sizes.ElementAt(before) / 1e6,7:N2} MB in {listener.Durations.ElementAt(before):F3} s"));
        }

        changes.End();
        run.Join();
    }

    /// <summary>Whether the last checkpoint has nothing new.</summary>
    private static bool Settled(CheckpointListener listener) => listener.Sizes.Count > 1 && listener.Sizes.Last() < 100_000;

    private static bool Restore(long keys, string checkpoints, int parallelism)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [ChildCommand, $"{keys}", checkpoints, $"{parallelism}"]) { RedirectStandardOutput = true };
        using var child = Process.Start(start)!;
        Console.WriteLine($"  restored at {child.StandardOutput.ReadToEnd().TrimEnd()}");
        child.WaitForExit();
        return child.ExitCode == 0;
    }

    private static void Await(Func<bool> condition)
    {
        while (!condition()) Thread.Sleep(1);
    }
}
