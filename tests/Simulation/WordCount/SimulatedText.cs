namespace Millrace.Simulation.Tests.WordCount;

/// <summary>A folder of texts, on an in-memory file system if there is one, and how often each word occurs in it.</summary>
internal sealed class SimulatedText
{
    private static readonly Lazy<SimulatedText[]> All = new(() => [.. Enumerable.Range(0, 6).Select(i => new SimulatedText(i))]);

    private static readonly Lazy<string> s_root = new(static () =>
    {
        var root = Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"millrace-simulation-{Environment.ProcessId}");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Remove(root);
        return root;
    });

    private readonly Dictionary<string, List<(long End, List<string> Words)>> _lines = new(StringComparer.Ordinal);

    private SimulatedText(int variant)
    {
        var random = new Random(variant);
        var words = Enumerable.Range(0, 5 + (variant * 11)).Select(i => $"w{i}").ToArray();
        Folder = NewFolder("text");
        for (var file = random.Next(1, 7); file > 0; file--)
        {
            var lines = _lines[$"{file}.txt"] = [];
            using var text = new StreamWriter(Path.Combine(Folder, $"{file}.txt"));
            for (var line = random.Next(10, 90); line > 0; line--)
            {
                var read = new List<string>();
                for (var at = random.Next(9); at > 0; at--)
                {
                    var word = words[Math.Min(random.Next(words.Length), random.Next(words.Length))];
                    read.Add(word);
                    text.Write(random.Next(3) == 0 ? $" {word.ToUpperInvariant()}," : $" {word}");
                }

                text.Write('\n');
                text.Flush();
                lines.Add((text.BaseStream.Position, read));
            }
        }

        Counts = CountsUpTo(static _ => long.MaxValue);
    }

    public string Folder { get; }

    public IReadOnlyDictionary<string, int> Counts { get; }

    /// <summary>Returns how often each word occurs in the first part of each file.</summary>
    /// <param name="end">Tells the position in a file, by its name, up to which it counts.</param>
    public IReadOnlyDictionary<string, int> CountsUpTo(Func<string, long> end) =>
        _lines.SelectMany(file => file.Value.Where(l => l.End <= end(file.Key)).SelectMany(static l => l.Words)).CountBy(static word => word).ToDictionary(StringComparer.Ordinal);

    public static SimulatedText Draw(Random random) => All.Value[random.Next(All.Value.Length)];

    /// <summary>Creates a new folder; the sink syncs, which costs nothing in memory.</summary>
    public static string NewFolder(string name) => Directory.CreateDirectory(Path.Combine(s_root.Value, $"{name}-{Path.GetRandomFileName()}")).FullName;

    public static void Remove(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
