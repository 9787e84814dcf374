using System.Diagnostics;
using System.Globalization;
using Millrace.Bench.Measuring;
using WordCount;

namespace Millrace.Bench.Submitted;

/// <summary>
/// Compares jobs loaded as a task manager loads them with the same jobs embedded. Each measurement is a separate process, so that no
/// code is compiled, or profiled, for both.
/// </summary>
internal static class SubmittedComparison
{
    public const string ChildCommand = "submitted-run";

    private const string Embedded = "embedded";
    private const string Submitted = "submitted";
    private const string Collectible = "collectible";
    private const string Readings = "readings";
    private const string Words = "words";
    private const double Target = 0.9;
    private const int WarmUps = 2;
    private const int Runs = 3;
    private const int InputBytes = 50_000_000;

    /// <returns>Whether no submitted job is slower than the target allows.</returns>
    public static bool Run(int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("millrace-bench-").FullName;
        try
        {
            var input = Path.Combine(folder, "input.txt");
            var text = File.ReadAllBytes(WordCountOptions.InputOf(new JobArguments()));
            using (var file = File.Create(input))
            {
                while (file.Length < InputBytes) file.Write(text);
            }

            return Run(Readings, input, rounds) & Run(Words, input, rounds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Measures one job in this process, and prints its median time in seconds.</summary>
    public static void RunChild(string job, string kind, string input)
    {
        using var submitted = kind == Embedded ? null
            : job == Readings ? new SubmittedJob("Bench", nameof(LoadedReadingsJob), kind == Collectible)
            : new SubmittedJob("WordCount", nameof(WordCountJob), kind == Collectible);
        var output = Path.Combine(Path.GetDirectoryName(input)!, "output");
        for (var run = 0; run < WarmUps; run++) Execute();
        Console.WriteLine(Comparison.Median(Enumerable.Range(0, Runs).Select(_ => Timing.Of(Execute).Seconds)).ToString("R", CultureInfo.InvariantCulture));

        void Execute()
        {
            if (Directory.Exists(output)) Directory.Delete(output, recursive: true);
            if (job == Readings) EngineRun.Execute(submitted is null ? static () => new LoadedReadingsJob() : submitted.Create);
            else EngineRun.Execute(submitted is null ? static () => new WordCountJob() : submitted.Create, "--input", input, "--output", output);
        }
    }

    private static bool Run(string job, string input, int rounds)
    {
        Console.WriteLine($"submitted {job}, each measurement in a process of its own");
        var (submitted, collectible) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            var embedded = Child(job, Embedded, input);
            submitted.Add(embedded / Child(job, Submitted, input));
            collectible.Add(embedded / Child(job, Collectible, input));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  round {round + 1}: embedded {embedded:F2} s; submitted {submitted[^1]:F2}, collectible {collectible[^1]:F2} of its speed"));
        }

        var median = Comparison.Median(submitted);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  median ratio {median:F2} of the embedded job's speed (target {Target:F2}); collectible {Comparison.Median(collectible):F2}"));
        Console.WriteLine();
        return median >= Target;
    }

    private static double Child(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [ChildCommand, .. arguments]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? double.Parse(output, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"The measurement {string.Join(' ', arguments)} ended with {process.ExitCode}: {output}");
    }
}
