using System.Text.RegularExpressions;
using Millrace.Core.KeyGroups;
using Millrace.Tests.Testing;

namespace Millrace.Core.Tests.KeyGroups;

/// <summary>The ranges of <c>../shared/cases/key_groups.tsv</c>; not the other cases, because the hash and the default differ here.</summary>
public sealed partial class KeyGroupRangeCasesTests
{
    public static TheoryData<int, int, string> Cases()
    {
        var rows = File.ReadLines(SharedMaterial.Path("cases/key_groups.tsv"))
            .SkipWhile(l => !l.StartsWith("maxP\tp\tranges", StringComparison.Ordinal)).Skip(1).TakeWhile(l => l.Length > 0).Select(l => l.Split('\t'));
        var cases = new TheoryData<int, int, string>();
        foreach (var row in rows) cases.Add(int.Parse(row[0]), int.Parse(row[1]), row[2]);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Ranges_are_those_of_the_field(int maxParallelism, int parallelism, string ranges)
    {
        var assignment = KeyGroupAssignment.Even(1, maxParallelism, parallelism);
        var expected = Range().Matches(ranges).Select(m => m.Value).ToList();
        Assert.NotEmpty(expected);
        Assert.All(expected, range =>
        {
            var subtask = int.Parse(range[..range.IndexOf(':', StringComparison.Ordinal)]);
            var groups = assignment.OwnedBy(subtask).ToList();
            Assert.Equal(range, $"{subtask}:{groups[0]}-{groups[^1]}");
        });
    }

    [GeneratedRegex("[0-9]+:[0-9]+-[0-9]+")]
    private static partial Regex Range();
}
