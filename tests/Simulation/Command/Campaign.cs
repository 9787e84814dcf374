using System.Globalization;
using System.Reflection;

namespace Millrace.Simulation.Tests.Command;

/// <summary>Runs many seeds, reports violations with the seeds that replay them, and prints a summary.</summary>
internal sealed class Campaign(ISimulation simulation, CampaignOptions options, TextWriter output, TimeProvider time)
{
    /// <summary>From this number of runs on, an unreached landmark is a failure.</summary>
    public const long RunsThatCoverAll = 1000;

    private static readonly string s_plant =
        typeof(Campaign).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(a => a.Key == "Plant")?.Value is { } plant ? $" -p:Plant={plant}" : "";

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, long> _marks = new(StringComparer.Ordinal);
    private readonly long _began = time.GetTimestamp();
    private long _begun;
    private long _runs;
    private long _steps;
    private long _faults;
    private long _violations;

    /// <summary>Returns true if nothing was violated, and everything was reached that this many runs must reach.</summary>
    public bool Run()
    {
        Print($"base seed {options.Seed}");
        var threads = Enumerable.Range(0, options.Parallel).Select(i => new Thread(RunAll) { Name = $"simulation {i}" }).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        var missing = _runs < RunsThatCoverAll ? [] : simulation.Coverage.Where(c => !_marks.ContainsKey(c)).ToList();
        Summarize(missing);
        return _violations == 0 && missing.Count == 0;
    }

    private void RunAll()
    {
        while (Next() is { } number)
        {
            var seed = SplitMix.Number(options.Seed, (ulong)number);
            Action<string>? trace = options is { IsReplay: true, Verbose: true } ? e => Print($"  {e}") : null;
            Add(number, seed, RunGuarded(seed, trace));
        }
    }

    private long? Next()
    {
        lock (_lock)
        {
            if (_begun == options.Runs || time.GetElapsedTime(_began) >= options.Limit || (options.StopsAtViolation && _violations > 0)) return null;
            return options.First + _begun++;
        }
    }

    private RunResult RunGuarded(ulong seed, Action<string>? trace)
    {
        try
        {
            return simulation.Run(seed, trace);
        }
        catch (Exception e)
        {
            return new RunResult(new Violation("the simulation itself throws nothing", $"{e}", []), 0, 0, new Dictionary<string, long>(), 0);
        }
    }

    private void Add(long number, ulong seed, RunResult result)
    {
        lock (_lock)
        {
            (_runs, _steps, _faults) = (_runs + 1, _steps + result.Steps, _faults + result.Faults);
            foreach (var (mark, times) in result.Marks) _marks[mark] = _marks.GetValueOrDefault(mark) + times;
            if (options.Verbose || options.IsReplay)
                Print($"run {number}: seed {seed}, {result.Steps} steps, {result.Faults} faults, event hash {result.EventHash:x16}");
            if (result.Violation is not { } violation) return;
            _violations++;
            Print($"run {number}: violation of '{violation.Property}' after {result.Steps} steps: {violation.Description}");
            foreach (var e in violation.Events) Print($"  {e}");
            Print($"  replay: dotnet run --project tests/Simulation -c Release{s_plant} -- --seed {options.Seed} --run {number}");
        }
    }

    private void Summarize(List<string> missing)
    {
        foreach (var mark in _marks.Keys.Concat(options.IsReplay ? [] : simulation.Coverage).Distinct().Order(StringComparer.Ordinal))
            Print($"  {_marks.GetValueOrDefault(mark),10} {mark}");
        if (missing.Count > 0) Print($"not reached in {_runs} runs: {string.Join(", ", missing)}");
        var seconds = Math.Max(time.GetElapsedTime(_began).TotalSeconds, 0.001);
        Print($"{seconds:0.0} s, {_runs / seconds:0.0} runs a second");
        Print($"{_runs} runs, {_steps} steps, {_faults} faults, {_violations} violations");
    }

    private void Print(FormattableString line)
    {
        lock (_lock) output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
    }
}
