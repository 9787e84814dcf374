using Millrace.Tests.Testing;
using Nexmark.Queries;

namespace Nexmark.Tests;

/// <summary>The rows of every query over <c>../shared/nexmark</c>, each at some parallelism; and the same rows at every parallelism.</summary>
public sealed class QueryTests
{
    private static readonly int[] s_parallelisms = [1, 2, 3, 7];

    // In small/ these queries have ties that may fall either way.
    private static readonly string[] s_tied = ["q18", "q19"];

    public static TheoryData<string, string, int> Expected
    {
        get
        {
            var rows = new TheoryData<string, string, int>();
            foreach (var data in new[] { "small", "disorder-20k" })
            {
                foreach (var (index, query) in NexmarkQueries.Names.Index())
                {
                    if (data == "small" && s_tied.Contains(query)) continue;
                    if (File.Exists(Path.Combine(SharedMaterial.Path($"nexmark/{data}/expected"), $"{query}.expected.tsv")))
                        rows.Add(query, data, s_parallelisms[(index + data.Length) % s_parallelisms.Length]);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Expected))]
    public void Rows_are_those_expected(string query, string data, int parallelism)
    {
        var rows = QueryRun.Rows(query, SharedMaterial.Path($"nexmark/{data}"), parallelism);
        var expected = QueryRun.Expected(query, data)!;
        Assert.Equal(expected.Count, rows.Count);
        foreach (var (wanted, found) in expected.Zip(rows)) Assert.True(QueryRun.AreSame(wanted, found), $"{found}\n{wanted} was expected");
    }

    [Theory]
    [InlineData("q6")]
    [InlineData("q13")]
    [InlineData("q17")]
    [InlineData("q20")]
    public void Rows_without_an_expected_file_are_the_same_at_any_parallelism(string query)
    {
        var input = SharedMaterial.Path("nexmark/disorder-20k");
        var rows = QueryRun.Rows(query, input, 1);
        Assert.NotEmpty(rows);
        Assert.Equal(rows, QueryRun.Rows(query, input, 3));
    }

    [Fact]
    public void All_queries_are_there()
    {
        Assert.Equal(Enumerable.Range(0, 23).Select(n => $"q{n}"), NexmarkQueries.Names);
    }
}
