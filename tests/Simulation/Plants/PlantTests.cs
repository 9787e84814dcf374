using System.Diagnostics;
using Millrace.Tests.Testing;

namespace Millrace.Simulation.Tests.Plants;

public sealed class PlantTests
{
    private const int Fewest = 12;

    private static readonly string s_folder = Path.Combine(Repository.Root, "tests", "Simulation", "Plants");

    public static TheoryData<string> Names => [.. Directory.GetFiles(s_folder, "*.patch").Select(p => Path.GetFileNameWithoutExtension(p)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_plant_applies_to_the_engine_as_it_is(string name)
    {
        var (code, output) = Run("git", "apply", "--check", Path.Combine(s_folder, $"{name}.patch"));
        Assert.True(code == 0, $"{name}.patch does not apply any more. Make the change that README.md describes to the sources, and write 'git diff -U2' of it there.\n{output}");
    }

    [Fact]
    public void The_table_has_each_plant_with_the_runs_until_it_is_found()
    {
        var rows = File.ReadLines(Path.Combine(s_folder, "README.md")).Where(l => l.StartsWith("| `", StringComparison.Ordinal)).Select(l => l.Split('|')).ToList();
        Assert.Equal(Names.Select(n => n.Data), rows.Select(r => r[1].Trim(' ', '`')));
        Assert.All(rows, r => Assert.Matches("^ [0-9]+ $", r[3]));
        Assert.True(rows.Count >= Fewest, $"Only {rows.Count} plants are found, fewer than {Fewest}.");
    }

    [Fact]
    public void An_unknown_plant_is_refused_with_the_names_of_those_there_are()
    {
        var (code, output) = Run("dotnet", "msbuild", "tests/Simulation", "-p:Plant=weed", "-nodeReuse:false");
        Assert.Equal(1, code);
        Assert.Contains($"There is no plant 'weed'; there are {string.Join(", ", Names.Select(n => n.Data))}.", output);
    }

    private static (int Code, string Output) Run(string program, params string[] args)
    {
        var start = new ProcessStartInfo(program, args) { WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.GetAwaiter().GetResult());
    }
}
