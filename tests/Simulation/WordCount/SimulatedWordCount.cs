using System.Globalization;
using Millrace.Simulation.Tests.World;
using WordCount;

namespace Millrace.Simulation.Tests.WordCount;

/// <summary>The word count as users run it, over a folder of texts; the visible counts of each word must be 1, 2, 3, ...</summary>
internal sealed class SimulatedWordCount : ISimulatedJob
{
    private readonly SimulatedText _text;
    private readonly string _output = SimulatedText.NewFolder("counts");

    public SimulatedWordCount(Random random)
    {
        _text = SimulatedText.Draw(random);
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

    public string? WhatIsWrong(Circumstances now)
    {
        var (ended, tookBack, stale) = (now.HasReadAll, now.TookBack, now.Stale);
        var counts = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        foreach (var (word, count) in Visible())
        {
            if (!counts.TryGetValue(word, out var list)) counts.Add(word, list = []);
            list.Add(count);
        }

        foreach (var (word, list) in counts)
        {
            if (tookBack) list.Sort();
            var gapless = list.Select((count, i) => count == i + 1).All(right => right);
            if (!(gapless || (tookBack && !ended && list.Distinct().Count() == list.Count)) || list[^1] > _text.Counts.GetValueOrDefault(word))
                return $"'{word}' is {_text.Counts.GetValueOrDefault(word)} times in the text and has the counts {string.Join(' ', list)}.";
        }

        if (!ended) return null;
        if (!stale && Directory.GetFiles(_output, ".part-*") is { Length: > 0 } hidden) return $"The job has finished, and left {string.Join(' ', hidden)}.";
        var missing = _text.Counts.FirstOrDefault(c => (counts.GetValueOrDefault(c.Key)?.Count ?? 0) != c.Value);
        return missing.Key is null ? null : $"'{missing.Key}' is {missing.Value} times in the text and was counted to {counts.GetValueOrDefault(missing.Key)?.Count ?? 0}.";
    }

    public void Dispose() => SimulatedText.Remove(_output);

    private IEnumerable<(string Word, int Count)> Visible() =>
        Directory.GetFiles(_output, "part-*").OrderBy(EpochOf).SelectMany(File.ReadLines).Select(line => line.Split('\t')).Select(f => (f[0], int.Parse(f[1], CultureInfo.InvariantCulture)));

    private static long EpochOf(string path) => long.Parse(Path.GetFileNameWithoutExtension(path).Split('-')[2], CultureInfo.InvariantCulture);
}
