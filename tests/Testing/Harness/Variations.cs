namespace Millrace.Tests.Testing.Harness;

/// <summary>The variations under which an operator must give the output of its plain run.</summary>
internal static class Variations
{
    private const int MaxBatch = 8;
    private const int MaxSteps = 48;

    private static readonly int[][] Rescales = [[2], [3], [1, 2, 3], [3, 1, 2]];

    /// <param name="records">The number of records in the script.</param>
    /// <param name="tightSteps">The number of steps that a run with an output of capacity 1 takes.</param>
    /// <param name="rescales">Whether the operator may run at other parallelisms.</param>
    /// <param name="exactlyOnce">Whether work after a snapshot may be lost without a trace.</param>
    public static IEnumerable<Variation> All(int records, long tightSteps, bool rescales, bool exactlyOnce)
    {
        int[] batches = [.. Enumerable.Range(1, Math.Clamp(records, 1, MaxBatch)), 256];
        int[][] parallelisms = rescales ? [[1], .. Rescales] : [[1]];
        return Batches(batches).Concat(Elements(batches, parallelisms, exactlyOnce)).Concat(Steps(tightSteps, parallelisms))
            .Select(static (variation, i) => variation with { Remote = i % 3 == 1, HoldsWatermark = variation.Restores && i % 4 == 2, Unaligned = variation.Restores && i % 4 != 2 && i % 5 < 3 });
    }

    private static IEnumerable<Variation> Batches(int[] batches) =>
        from batch in batches
        from tight in new[] { false, true }
        select new Variation { BatchSize = batch, Tight = tight };

    private static IEnumerable<Variation> Elements(int[] batches, int[][] parallelisms, bool exactlyOnce) =>
        from batch in batches.Where(static b => b is 1 or 2 or 5 or 256)
        from every in new[] { 1, 2, 3, 5 }
        from parallelism in parallelisms
        from tight in new[] { false, true }
        let odd = (batch + every) % 2 == 1
        select new Variation
        {
            BatchSize = batch,
            Tight = tight,
            RestoreEveryElements = every,
            Parallelisms = parallelism,
            LosePermits = odd == tight,
            Aftermath = exactlyOnce && odd,
        };

    private static IEnumerable<Variation> Steps(long tightSteps, int[][] parallelisms)
    {
        for (var i = 1L; i <= Math.Min(tightSteps, MaxSteps); i++)
        {
            var step = (int)(tightSteps <= MaxSteps ? i : i * tightSteps / MaxSteps);
            yield return new Variation { Tight = true, RestoreAtStep = step, BatchSize = 1 + (int)(i % 3) };
            foreach (var parallelism in parallelisms.Where(static p => p.Length > 1))
                yield return new Variation { Tight = true, RestoreAtStep = step, Parallelisms = parallelism, LosePermits = i % 2 == 0 };
        }

        foreach (var parallelism in parallelisms)
        {
            foreach (var every in new[] { 7, 10, 13 })
                yield return new Variation { Tight = true, RestoreEverySteps = every, Parallelisms = parallelism, BatchSize = every % 4 };
        }
    }
}
