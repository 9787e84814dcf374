using System.Runtime.Versioning;
using Millrace.EndToEnd.Tests.Processes;

namespace Millrace.EndToEnd.Tests.Ends;

/// <summary>Bad input: exit code 2, a line or two that explain the problem, and nothing is created or shown.</summary>
public sealed class BadInputTests : IDisposable
{
    private const int Nobody = 65534;

    private readonly WordCountFolder _folder = new();

    public BadInputTests() => _folder.WriteInput(lines: 20);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("is not a whole number", "--parallelism", "0")]
    [InlineData("the max parallelism is 4", "--parallelism", "5", "--max-parallelism", "4")]
    [InlineData("is not a duration", "--checkpoint-interval", "fast")]
    [InlineData("is not a rate", "--rate", "-1")]
    [InlineData("'--paralelism' is not an option; did you mean --parallelism?", "--paralelism", "2")]
    [InlineData("give it once", "--json", "--json")]
    [InlineData("is empty", "--name", "")]
    [InlineData("there is no such folder", "--restore", "nowhere")]
    public Task An_option_that_is_wrong_is_refused(string message, params string[] options) => Refused(() => _folder.Start(options), message);

    [Theory]
    [InlineData("does not exist", "--input", "{0}/nothing")]
    [InlineData("holds no files", "--input", "{0}/empty")]
    [InlineData("is a file; give a folder", "--checkpoint-dir", "{0}/in/0.txt")]
    [InlineData("is a file; give a folder", "--checkpoint-dir", "{0}/in/0.txt/below")]
    [InlineData("cannot be written", "--checkpoint-dir", "/proc/millrace")]
    [InlineData("is a file", "--output", "{0}/in/0.txt/below")]
    [InlineData("cannot be written", "--output", "/proc/millrace")]
    [InlineData("is inside an input", "--output", "{0}/in/out")]
    [InlineData("is inside an input", "--checkpoint-dir", "{0}/in/state")]
    [InlineData("counts as output", "--checkpoint-dir", "{0}/out/state")]
    [InlineData("needs --checkpoint-dir", "--restore", "latest")]
    public Task A_place_that_cannot_be_used_is_refused(string message, string option, string path)
    {
        Directory.CreateDirectory(_folder["empty"]);
        var arguments = new Dictionary<string, string> { ["--input"] = _folder.Input, ["--output"] = _folder.Output };
        if (option != "--restore") arguments["--checkpoint-dir"] = _folder.Checkpoints;
        arguments[option] = string.Format(System.Globalization.CultureInfo.InvariantCulture, path, _folder.Root);
        return Refused(() => ProcessRun.Start("WordCount", arguments.SelectMany(a => new[] { a.Key, a.Value })), message);
    }

    [Fact]
    public async Task An_output_of_another_job_is_refused()
    {
        using (await _folder.Finish()) { }
        await Refused(() => _folder.Start(), "belongs to job");
        await Refused(() => ProcessRun.Start("WordCount", ["--input", _folder.Input, "--output", _folder.Output, "--checkpoint-dir", _folder["other"], "--restore", "latest"]), "belongs to job");
        await Refused(() => _folder.Start("--restore", "latest", "--max-parallelism", "7"), "has 720");
    }

    [Fact]
    public async Task A_checkpoint_folder_in_use_is_refused()
    {
        using var running = _folder.Start("--rate", "1");
        await running.WaitForError("output: ");
        await Refused(() => _folder.Start("--restore", "latest"), "is in use", compare: false);
        await Refused(() => ProcessRun.Start("WordCount", ["--input", _folder.Input, "--output", _folder["other"], "--checkpoint-dir", _folder.Checkpoints]), "is in use", compare: false);
        Assert.False(Directory.Exists(_folder["other"]));
        running.Kill();
        await running.End;
    }

    [Theory]
    [InlineData("--input", "in/0.txt", "cannot be read")]
    [InlineData("--checkpoint-dir", "closed/state", "cannot be written")]
    [InlineData("--output", "closed/out", "cannot be written")]
    [UnsupportedOSPlatform("windows")]
    public async Task What_the_user_has_no_right_to_is_refused(string option, string path, string message)
    {
        SkipWhereNobodyCannotRun();
        Directory.CreateDirectory(_folder["closed"]);
        foreach (var open in new[] { _folder.Root, _folder.Input }) File.SetUnixFileMode(open, (UnixFileMode)0b111_111_111);
        File.SetUnixFileMode(_folder["closed"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        if (option == "--input") File.SetUnixFileMode(_folder[path], UnixFileMode.None);
        var arguments = new Dictionary<string, string> { ["--input"] = _folder.Input, ["--output"] = _folder.Output, ["--checkpoint-dir"] = _folder.Checkpoints, [option] = _folder[path] };
        await Refused(() => ProcessRun.StartInShell(AsNobody, "WordCount", arguments.SelectMany(a => new[] { a.Key, a.Value })), message);
    }

    private static string AsNobody => Environment.IsPrivilegedProcess
        ? $"exec setpriv --reuid={Nobody} --regid={Nobody} --clear-groups \"$@\""
        : "exec \"$@\"";

    /// <summary>Permissions do not restrict the superuser: in that case another user must be able to run the program.</summary>
    private static void SkipWhereNobodyCannotRun()
    {
        using var probe = ProcessRun.StartInShell(AsNobody, "WordCount", ["--version"]);
        Assert.SkipUnless(probe.End.GetAwaiter().GetResult() == 0, "The tests run as a superuser, and no other user can run the program here: " + probe.Error);
    }

    private async Task Refused(Func<ProcessRun> start, string message, bool compare = true)
    {
        var before = Files();
        using (var run = start())
        {
            Assert.True(await run.End == 2, run.Error);
            Assert.InRange(run.Error.Split('\n').Length - 1, 1, 2);
            Assert.StartsWith("error: ", run.Error, StringComparison.Ordinal);
            Assert.Contains(message, run.Error, StringComparison.Ordinal);
            Assert.Equal("", run.Output);
            if (compare) Assert.Equal(before, Files());
        }
    }

    private string[] Files() => [.. Directory.EnumerateFileSystemEntries(_folder.Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
