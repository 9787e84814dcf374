using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Millrace.Bench.Recovery;

/// <summary>Reads what the job of a measurement has written about itself.</summary>
internal sealed class Stamps(string folder)
{
    /// <summary>How the names of files with restores begin.</summary>
    public const string Restores = "restores-";

    private const string Records = "records-";

    public static string FileOf(string folder, int attempt, int subtask) => Path.Combine(folder, $"{Records}{attempt}-{subtask}");

    /// <summary>When each subtask of an attempt put out its first record; only subtasks that have done so.</summary>
    public Dictionary<int, long> First(int attempt) => Of(attempt).ToDictionary(static s => s.Subtask, static s => s.Times[0]);

    /// <summary>When an attempt put out its last record.</summary>
    public long Last(int attempt) => Of(attempt).Max(static s => s.Times[^1]);

    /// <summary>The restores that ended after a moment: of each subtask when it began, and how long it read and rebuilt, in seconds.</summary>
    public IReadOnlyList<(long Begun, double Reading, double Rebuilding, long Ended)> RestoresSince(long moment) =>
        [.. Directory.EnumerateFiles(folder, $"{Restores}*").SelectMany(File.ReadAllLines).Select(static line => line.Split(' '))
            .Select(static parts => (At: long.Parse(parts[0], CultureInfo.InvariantCulture), Subtask: parts[1], Phase: parts[2], Seconds: double.Parse(parts[3], CultureInfo.InvariantCulture)))
            .Where(r => r.At > moment)
            .GroupBy(static r => r.Subtask)
            .Select(static r =>
            {
                var (reading, rebuilding, ended) = (r.Where(static p => p.Phase == "reading").Sum(static p => p.Seconds), r.Where(static p => p.Phase == "rebuilding").Sum(static p => p.Seconds), r.Max(static p => p.At));
                return (ended - (long)((reading + rebuilding) * Stopwatch.Frequency), reading, rebuilding, ended);
            })];

    private List<(int Subtask, long[] Times)> Of(int attempt)
    {
        var found = new List<(int, long[])>();
        foreach (var path in Directory.EnumerateFiles(folder, $"{Records}{attempt}-*"))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var times = new long[file.Length / sizeof(long)];
            file.ReadExactly(MemoryMarshal.AsBytes(times.AsSpan()));
            if (times.Length > 0) found.Add((int.Parse(path[(path.LastIndexOf('-') + 1)..], CultureInfo.InvariantCulture), times));
        }

        return found;
    }
}
