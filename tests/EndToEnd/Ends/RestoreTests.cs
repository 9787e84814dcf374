using Millrace.EndToEnd.Tests.Processes;

namespace Millrace.EndToEnd.Tests.Ends;

/// <summary>What <c>--restore</c> resumes from.</summary>
public sealed class RestoreTests : IDisposable
{
    private readonly WordCountFolder _folder = new();

    public RestoreTests() => _folder.WriteInput(lines: 60, files: 2);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_finished_job_ends_at_once_with_no_new_output()
    {
        using (await _folder.Finish()) { }
        var before = Files();
        using var again = await _folder.Finish("--restore", "latest", "--parallelism", "5", "--json");
        Assert.Contains("finished: there is nothing left to do", again.Error, StringComparison.Ordinal);
        Assert.Equal(("finished", 0L), (EndResult.Of(again).State, EndResult.Of(again).Records));
        Assert.Equal(before, Files());
        Assert.Equal(RunningCounts.OfInput(_folder), RunningCounts.Check(_folder.Output));
    }

    [Fact]
    public async Task A_job_killed_before_its_first_checkpoint_begins_again_under_its_id()
    {
        string id;
        using (var killed = _folder.Start("--rate", "1", "--checkpoint-interval", "1h", "--restore", "latest"))
        {
            await killed.WaitForError("There is no job 'WordCountJob'");
            killed.Kill();
            await killed.End;
            id = Path.GetFileName(_folder.JobFolder);
        }

        using var again = await _folder.Finish("--restore", "latest", "--json");
        Assert.Contains("starts from the beginning under the same id", again.Error, StringComparison.Ordinal);
        Assert.Equal(id, EndResult.Of(again).JobId);
        Assert.Equal(RunningCounts.OfInput(_folder), RunningCounts.Check(_folder.Output));
    }

    /// <summary>The temporary output is found again, because a restored job keeps the definition of its first start.</summary>
    [Fact]
    public async Task Without_any_folder_named_it_goes_on_where_the_first_start_printed()
    {
        string directory, output;
        using (var stopped = ProcessRun.Start("WordCount", ["--input", _folder.Input, "--rate", "1", "--json"]))
        {
            await stopped.WaitForError("output: ");
            stopped.Terminate();
            Assert.True(await stopped.End == 0, stopped.Error);
            (directory, output) = (EndResult.Of(stopped).CheckpointDirectory!, Assert.Single(EndResult.Of(stopped).Outputs));
            Assert.Contains($"checkpoints: {directory}\noutput: {output}\n", stopped.Error, StringComparison.Ordinal);
        }

        try
        {
            using var restored = ProcessRun.Start("WordCount", ["--input", _folder.Input, "--restore", directory]);
            Assert.True(await restored.End == 0, restored.Error);
            Assert.Equal(RunningCounts.OfInput(_folder), RunningCounts.Check(output));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
            Directory.Delete(output, recursive: true);
        }
    }

    [Fact]
    public async Task A_job_folder_and_a_manifest_name_their_checkpoint()
    {
        _folder.WriteInput(lines: 900, files: 2);
        using (var events = new FolderEvents(_folder.Root, 120))
        using (var stopped = _folder.Start("--rate", "30", "--checkpoint-interval", "20ms"))
        {
            await Task.WhenAny(events.Reached, stopped.End);
            stopped.Terminate();
            Assert.True(await stopped.End == 0, stopped.Error);
        }

        // The oldest retained checkpoint: later output is retracted, and produced again.
        var oldest = _folder.Manifests[0];
        using (var back = ProcessRun.Start("WordCount", ["--input", _folder.Input, "--output", _folder.Output, "--restore", oldest, "--rate", "30", "--json"]))
        {
            await back.WaitForError($"from checkpoint {int.Parse(Path.GetFileName(oldest).Split('-')[0])}.");
            back.Terminate();
            Assert.True(await back.End == 0, back.Error);
            RunningCounts.Check(_folder.Output);
        }

        using var on = ProcessRun.Start("WordCount", ["--input", _folder.Input, "--output", _folder.Output, "--restore", _folder.JobFolder]);
        Assert.True(await on.End == 0, on.Error);
        Assert.Equal(RunningCounts.OfInput(_folder), RunningCounts.Check(_folder.Output));
    }

    [Fact]
    public async Task A_file_that_is_away_for_one_restore_is_read_on_and_not_again_when_it_is_back()
    {
        _folder.WriteInput(lines: 900, files: 3);
        await StopAfter(120, "--parallelism", "3");

        // A file that all readers have started.
        File.Move(Path.Combine(_folder.Input, "1.txt"), _folder["1.txt"]);
        using (var without = _folder.Start("--rate", "30", "--checkpoint-interval", "20ms", "--restore", "latest"))
        {
            await without.WaitForError("cannot find 1 splits that it had started: 1.txt#0");
            without.Terminate();
            Assert.True(await without.End == 0, without.Error);
        }

        File.Move(_folder["1.txt"], Path.Combine(_folder.Input, "1.txt"));
        using var back = await _folder.Finish("--restore", "latest", "--parallelism", "2");
        Assert.Equal(RunningCounts.OfInput(_folder), RunningCounts.Check(_folder.Output));
    }

    /// <summary>The sink can retract, so that what only the damaged head named is produced again.</summary>
    [Fact]
    public async Task A_damaged_head_is_named_and_the_one_before_gone_on_from_and_a_manifest_needs_none()
    {
        _folder.WriteInput(lines: 900, files: 2);
        await StopAfter(120);

        Damage(Heads[^1]);
        using (var latest = _folder.Start("--restore", "latest", "--rate", "30"))
        {
            await latest.WaitForError("The checkpoints that it named are abandoned");
            Assert.Contains($"{Heads[^1]} is damaged", latest.Error, StringComparison.Ordinal);
            latest.Terminate();
            Assert.True(await latest.End == 0, latest.Error);
            RunningCounts.Check(_folder.Output);
        }

        foreach (var head in Heads) Damage(head);
        using (var refused = _folder.Start("--restore", "latest"))
        {
            Assert.Equal(2, await refused.End);
            Assert.Contains(Heads[^1], refused.Error, StringComparison.Ordinal);
        }

        using var named = ProcessRun.Start("WordCount", ["--input", _folder.Input, "--output", _folder.Output, "--restore", _folder.Manifests[^1]]);
        Assert.True(await named.End == 0, named.Error);
        Assert.Equal(RunningCounts.OfInput(_folder), RunningCounts.Check(_folder.Output));
    }

    /// <summary>Runs the word count until the given number of events have happened in its folder, and stops it.</summary>
    private async Task StopAfter(int moments, params string[] options)
    {
        using var events = new FolderEvents(_folder.Root, moments);
        using var stopped = _folder.Start(["--rate", "30", "--checkpoint-interval", "20ms", .. options]);
        await Task.WhenAny(events.Reached, stopped.End);
        stopped.Terminate();
        Assert.True(await stopped.End == 0, stopped.Error);
    }

    private IReadOnlyList<string> Heads => [.. Directory.GetFiles(_folder.JobFolder, "head.v*").Order(StringComparer.Ordinal)];

    private static void Damage(string file)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[^2] = (byte)'#';
        File.WriteAllBytes(file, bytes);
    }

    private IReadOnlyList<(string, DateTime)> Files() =>
        [.. Directory.GetFiles(_folder.Output, "part-*").Order(StringComparer.Ordinal).Select(f => (f, File.GetLastWriteTimeUtc(f)))];
}
