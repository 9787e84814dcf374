using System.Globalization;
using Millrace.Runtime.Operators.Splits;
using Millrace.Simulation.Tests.World;
using WordCount;

namespace Millrace.Simulation.Tests.WordCount;

/// <summary>The word count as users run it, over a folder of texts; the visible counts of each word must be 1, 2, 3, ...</summary>
internal sealed class SimulatedWordCount : ISimulatedJob
{
    private readonly SimulatedText _text;
    private readonly string _output = SimulatedText.NewFolder("counts");
    private IReadOnlyDictionary<string, int> _drained;

    public SimulatedWordCount(Random random)
    {
        _text = SimulatedText.Draw(random);
        _drained = _text.Counts;
        MaxParallelism = random.Next(3) switch { 0 => 720, 1 => 7, _ => random.Next(1, 40) };
        Arguments = new Dictionary<string, string>
        {
            ["input"] = _text.Folder,
            ["output"] = _output,
            ["rate"] = random.Next(3) switch { 0 => "0", 1 => "300", _ => "3000" },
        };
    }

    public string Name => "word-count";

    public int MaxParallelism { get; }

    public IReadOnlyDictionary<string, string> Arguments { get; }

    public long NewestVisibleEpoch => !Directory.Exists(_output) ? 0 : Directory.GetFiles(_output, "part-*").Select(EpochOf).DefaultIfEmpty().Max();

    public IStreamJob Create() => new WordCountJob();

    /// <summary>Each file is one split, and its positions are those after its lines.</summary>
    public void OnDrained(IReadOnlyList<SplitState> splits)
    {
        var ends = splits.ToDictionary(static s => s.Group, static s => s.Finished ? long.MaxValue : s.Position?.Offset ?? 0, StringComparer.Ordinal);
        _drained = _text.CountsUpTo(file => ends.GetValueOrDefault(file));
    }

    public string? WhatIsWrong(Circumstances now)
    {
        // Which output of a drain is retracted already, nobody can tell.
        if (now is { Drained: true, TookBack: true, HasEnded: false }) return null;
        var (expected, counts) = (now.Drained ? _drained : _text.Counts, new Dictionary<string, List<int>>(StringComparer.Ordinal));
        foreach (var (word, count) in Visible())
        {
            if (!counts.TryGetValue(word, out var list)) counts.Add(word, list = []);
            list.Add(count);
        }

        foreach (var (word, list) in counts)
        {
            if (now.TookBack) list.Sort();
            var gapless = list.Select((count, i) => count == i + 1).All(right => right);
            if (!(gapless || (now is { TookBack: true, HasEnded: false } && list.Distinct().Count() == list.Count)) || list[^1] > expected.GetValueOrDefault(word))
                return $"'{word}' is {expected.GetValueOrDefault(word)} times in what was read and has the counts {string.Join(' ', list)}.";
        }

        if (!now.HasEnded) return null;
        if (Directory.GetFiles(_output, ".part-*").FirstOrDefault(f => !now.Stale || AttemptOf(f) >= now.Attempt) is { } hidden) return $"The job has finished with attempt {now.Attempt}, and left {hidden}.";
        var missing = expected.FirstOrDefault(c => (counts.GetValueOrDefault(c.Key)?.Count ?? 0) != c.Value);
        return missing.Key is null ? null : $"'{missing.Key}' is {missing.Value} times in what was read and was counted to {counts.GetValueOrDefault(missing.Key)?.Count ?? 0}.";
    }

    public void Dispose() => SimulatedText.Remove(_output);

    private IEnumerable<(string Word, int Count)> Visible() =>
        Directory.GetFiles(_output, "part-*").OrderBy(EpochOf).SelectMany(File.ReadLines).Select(line => line.Split('\t')).Select(f => (f[0], int.Parse(f[1], CultureInfo.InvariantCulture)));

    private static long EpochOf(string path) => long.Parse(Path.GetFileNameWithoutExtension(path).Split('-')[2], CultureInfo.InvariantCulture);

    private static int AttemptOf(string hidden) => int.Parse(Path.GetFileNameWithoutExtension(hidden).Split('-')[3], CultureInfo.InvariantCulture);
}
