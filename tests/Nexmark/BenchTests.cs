using System.Globalization;
using Millrace.Local;
using Nexmark.Queries;
using Nexmark.Rows;
using Nexmark.Running;

namespace Nexmark.Tests;

public sealed class BenchTests
{
    public static TheoryData<string> Queries => [.. NexmarkQueries.Names];

    [Theory]
    [MemberData(nameof(Queries))]
    public void The_hash_of_the_rows_is_the_same_at_any_parallelism(string query)
    {
        var (one, three) = (Run(query, 1, 1), Run(query, 3, 1));
        Assert.NotEqual(0UL, one.Hash);
        Assert.Equal(one.Hash, three.Hash);
        Assert.NotEqual(one.Hash, Run(query, 2, seed: 2).Hash);
        // In processing time the number of rows is not deterministic.
        if (query != "q12") Assert.Equal(one.Rows, three.Rows);
    }

    private static RowTotals Run(string query, int parallelism, int seed)
    {
        var totals = new RowTotals();
        string[] args =
        [
            "--query", query, "--events", "20000", "--seed", seed.ToString(CultureInfo.InvariantCulture),
            "--parallelism", parallelism.ToString(CultureInfo.InvariantCulture), "--checkpoint-interval", "50ms",
        ];
        Assert.Equal(0, JobProgram.Run(args, () => new BenchJob(totals)));
        return totals;
    }
}
