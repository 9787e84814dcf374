using System.Diagnostics;
using System.Globalization;
using Millrace.Bench.Measuring;
using Millrace.Bench.Readings;

namespace Millrace.Bench.Shapes;

/// <summary>
/// Compares each of two jobs of the same shape in one process with itself alone: code and profile shared between jobs would make the second
/// one slow. Each measurement is a separate process, which runs the job after several runs of the other one, or of itself.
/// </summary>
internal static class ShapesComparison
{
    public const string ChildCommand = "shape";

    private const long Records = 100_000_000;
    private const int WarmUps = 2;
    private const int Runs = 3;

    public static void Run(int rounds)
    {
        Console.WriteLine($"two jobs of one shape: {Records:N0} records a run");
        var ratios = new Dictionary<string, List<double>> { ["fahrenheit"] = [], ["kelvin"] = [] };
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (job, other) in ((string, string)[])[("fahrenheit", "kelvin"), ("kelvin", "fahrenheit")])
            {
                var (alone, second) = (Child(job, job), Child(other, job));
                ratios[job].Add(alone / second);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"  round {round + 1}: {job} alone {alone:F2} ns a record, after {other} {second:F2} ns: ratio {alone / second:F2}"));
            }
        }

        foreach (var (job, values) in ratios)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {job}: median ratio {Comparison.Median(values):F2} of its speed alone (target 1)"));
        Console.WriteLine();
    }

    /// <summary>Runs jobs one after the other and prints the time per record of the last one.</summary>
    public static void RunChild(IReadOnlyList<string> jobs)
    {
        var nanoseconds = 0.0;
        foreach (var job in jobs) nanoseconds = Measure(job);
        Console.WriteLine(nanoseconds.ToString("R", CultureInfo.InvariantCulture));
    }

    private static double Measure(string job)
    {
        var totals = new Totals();
        Func<IStreamJob> create = job == "kelvin" ? () => new KelvinJob(Records, totals) : () => new FahrenheitJob(Records, totals);
        for (var run = 0; run < WarmUps; run++) EngineRun.Execute(create);
        return Comparison.Median(Enumerable.Range(0, Runs).Select(_ => Timing.Of(() => EngineRun.Execute(create)).Seconds)) * 1e9 / Records;
    }

    private static double Child(params string[] jobs)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [ChildCommand, .. jobs]) { RedirectStandardOutput = true };
        using var child = Process.Start(start)!;
        var text = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0 ? double.Parse(text, CultureInfo.InvariantCulture) : throw new InvalidOperationException($"The measurement failed: {text}");
    }
}
