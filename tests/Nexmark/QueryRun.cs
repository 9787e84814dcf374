using System.Globalization;
using Millrace.Local;
using Millrace.Tests.Testing;
using Nexmark.Queries;
using Nexmark.Running;

namespace Nexmark.Tests;

/// <summary>A query over files, in this process.</summary>
internal static class QueryRun
{
    /// <summary>Returns the rows of a query, sorted, without the header line.</summary>
    /// <param name="query">The query, such as <c>q5</c>.</param>
    /// <param name="input">The folder of the three files.</param>
    /// <param name="parallelism">The number of subtasks of each operator.</param>
    /// <param name="eventTime">Whether q12 uses event time.</param>
    public static List<string> Rows(string query, string input, int parallelism, bool eventTime = true)
    {
        var folder = Directory.CreateTempSubdirectory("nexmark-test-").FullName;
        try
        {
            var output = Path.Combine(folder, "rows.tsv");
            string[] args =
            [
                "--query", query, "--input", input, "--output", output, "--parallelism", parallelism.ToString(CultureInfo.InvariantCulture),
                "--event-time", $"{eventTime}", "--checkpoint-dir", Path.Combine(folder, "state"), "--checkpoint-interval", "100ms",
            ];
            Assert.Equal(0, JobProgram.Run(args, () => new QueryJob(), (_, jobArgs) => RowFile.Complete(output, QueryJob.QueryOf(jobArgs).Columns)));
            return Sorted(output, query);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Returns the expected rows of a query, sorted; null where there are none.</summary>
    public static List<string>? Expected(string query, string data)
    {
        var file = Path.Combine(SharedMaterial.Path($"nexmark/{data}/expected"), $"{query}.expected.tsv");
        return File.Exists(file) ? Sorted(file, query) : null;
    }

    /// <summary>Returns whether two rows are equal, with averages compared to 12 significant digits.</summary>
    public static bool AreSame(string expected, string actual)
    {
        var (left, right) = (expected.Split('\t'), actual.Split('\t'));
        return left.Length == right.Length && left.Zip(right).All(c => c.First == c.Second || (TryRound(c.First, out var x) && TryRound(c.Second, out var y) && x == y));
    }

    private static List<string> Sorted(string file, string query)
    {
        var lines = File.ReadAllLines(file);
        Assert.Equal(NexmarkQueries.Of(query, eventTime: true).Columns.Replace(' ', '\t'), lines[0]);
        return [.. lines.Skip(1).Order(StringComparer.Ordinal)];
    }

    private static bool TryRound(string text, out string rounded)
    {
        rounded = "";
        if (!text.Contains('.', StringComparison.Ordinal) || !decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number)) return false;
        rounded = number.ToString("E11", CultureInfo.InvariantCulture);
        return true;
    }
}
