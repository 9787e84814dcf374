using Millrace.Tests.Testing;

namespace Millrace.EndToEnd.Tests.Processes;

/// <summary>The folder of a test, with the input, the output and the checkpoints of a word count in it.</summary>
internal sealed class WordCountFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("millrace-end-").FullName;

    public string Input => this["in"];

    public string Output => this["out"];

    public string Checkpoints => this["state"];

    public string this[string name] => Path.Combine(Root, name);

    /// <summary>The folder of the only job.</summary>
    public string JobFolder => Assert.Single(Directory.GetDirectories(Checkpoints));

    public IReadOnlyList<string> Manifests => [.. Directory.GetFiles(Path.Combine(JobFolder, "manifests")).Order(StringComparer.Ordinal)];

    public static string Shakespeare => SharedMaterial.Path("data/tinyshakespeare.txt");

    /// <summary>Writes the input: the first lines of a real text, distributed over several files, so that several subtasks read it.</summary>
    public void WriteInput(int lines, int files = 1)
    {
        Directory.CreateDirectory(Input);
        foreach (var file in File.ReadLines(Shakespeare).Take(lines).Chunk((lines + files - 1) / files).Index())
            File.WriteAllLines(Path.Combine(Input, $"{file.Index}.txt"), file.Item);
    }

    public IReadOnlyList<string> Arguments(params string[] more) => ["--input", Input, "--output", Output, "--checkpoint-dir", Checkpoints, .. more];

    public ProcessRun Start(params string[] more) => ProcessRun.Start("WordCount", Arguments(more));

    /// <summary>Starts the word count with its checkpoints elsewhere.</summary>
    public ProcessRun StartIn(string checkpoints, IReadOnlyDictionary<string, string> environment, params string[] more) =>
        ProcessRun.Start("WordCount", ["--input", Input, "--output", Output, "--checkpoint-dir", checkpoints, .. more], environment);

    /// <summary>Runs the word count to its end, which must be successful.</summary>
    public async Task<ProcessRun> Finish(params string[] more)
    {
        var run = Start(more);
        Assert.True(await run.End == 0, run.Error);
        return run;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
