using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;

namespace Millrace.Simulation.Tests.Command;

/// <summary>The command line: which runs are requested, and the exit code.</summary>
internal static class SimulationCommandLine
{
    public const int NoViolation = 0;
    public const int AViolation = 1;
    public const int BadOption = 2;

    private const int MostThreads = 256;

    public static int Run(string[] args, ISimulation simulation, TextWriter output, TextWriter error, TimeProvider time)
    {
        var runs = Number("--runs", long.MaxValue, "Number of runs (default: 1000, or no limit with --minutes).");
        var seed = SeedOption();
        var run = Number("--run", long.MaxValue, "Replays only this run of the seed.");
        var minutes = Minutes();
        var parallel = Number("--parallel", MostThreads, "Number of runs at a time, each on its own thread (default: 1).");
        var stop = new Option<bool>("--stop-at-violation") { Description = "Start no run after a violation." };
        var verbose = new Option<bool>("--verbose") { Description = "Report each run; with --run, each event." };
        var root = new RootCommand("Simulates whole clusters from seeds, with faults, and checks the properties that must hold for each.") { runs, seed, run, minutes, parallel, stop, verbose };
        root.Directives.Clear();
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var configuration = new InvocationConfiguration { Output = output, Error = error };
        if (parsed.Action is HelpAction) return parsed.Invoke(configuration);
        if (parsed.Errors.FirstOrDefault()?.Message is { } wrong) return Refuse(wrong);
        if (parsed.GetValue(run) is not null && parsed.GetValue(seed) is null) return Refuse("--run replays a run of a --seed; give both.");
        if (parsed.GetValue(run) is not null && (parsed.GetValue(runs) is not null || parsed.GetValue(minutes) is not null))
            return Refuse("--run replays one run; leave out --runs and --minutes.");

        var options = new CampaignOptions(parsed.GetValue(seed) ?? CampaignOptions.NewSeed())
        {
            First = parsed.GetValue(run) ?? 1,
            Runs = parsed.GetValue(run) is not null ? 1 : parsed.GetValue(runs) ?? (parsed.GetValue(minutes) is null ? Campaign.RunsThatCoverAll : long.MaxValue),
            Limit = parsed.GetValue(minutes) is { } limit ? TimeSpan.FromMinutes(limit) : TimeSpan.MaxValue,
            Parallel = (int)(parsed.GetValue(parallel) ?? 1),
            StopsAtViolation = parsed.GetValue(stop),
            Verbose = parsed.GetValue(verbose),
            IsReplay = parsed.GetValue(run) is not null,
        };
        return new Campaign(simulation, options, output, time).Run() ? NoViolation : AViolation;

        int Refuse(string why)
        {
            error.WriteLine($"error: {why} --help lists the options.");
            return BadOption;
        }
    }

    private static Option<long?> Number(string name, long highest, string description) => Parsed<long>(
        name, "N", description, $"give a whole number from 1 to {highest}.",
        text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= highest ? number : null);

    private static Option<ulong?> SeedOption() => Parsed<ulong>(
        "--seed", "S", "The base seed (default: a random one, which is printed).", $"give a whole number from 0 to {ulong.MaxValue}.",
        text => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : null);

    private static Option<double?> Minutes() => Parsed<double>(
        "--minutes", "M", "Start no run after this many minutes.", "give a number above 0 and at most 100000.",
        text => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var minutes) && minutes is > 0 and <= 100_000 ? minutes : null);

    private static Option<T?> Parsed<T>(string name, string valueName, string description, string remedy, Func<string, T?> parse)
        where T : struct => new(name)
        {
            HelpName = valueName,
            Description = description,
            Arity = ArgumentArity.ExactlyOne,
            CustomParser = result =>
            {
                if (parse(result.Tokens[0].Value) is { } value) return value;
                result.AddError($"{name}: '{result.Tokens[0].Value}' cannot be; {remedy}");
                return null;
            },
        };
}
