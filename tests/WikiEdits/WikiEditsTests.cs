using Millrace;
using Millrace.Local;
using Millrace.Testing;
using Millrace.Tests.Testing;

namespace WikiEdits.Tests;

public sealed class WikiEditsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("millrace-wikiedits-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1, 39_244)]
    [InlineData(2, 6000)]
    [InlineData(3, 6000)]
    [InlineData(7, 39_244)]
    public void A_day_gives_the_same_at_any_parallelism(int parallelism, int edits)
    {
        var day = new Day(edits);
        Run(day, parallelism);
        Assert.Equal(day.Channels, Lines("channels"));
        Assert.Equal(day.Sessions, Lines("sessions"));
        Assert.Equal(day.Unreadable, Lines("unreadable"));
        // The sessions of the whole day were also computed independently.
        if (edits < 39_244) return;
        Assert.Equal(File.ReadLines(SharedMaterial.Path("data/expected/wiki_session10m_user.tsv")).Skip(1).Order(StringComparer.Ordinal), Lines("sessions"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Crashes_and_rescales_change_nothing(int seed)
    {
        var day = new Day(4000);
        using var job = new JobHarness(
            () => new WikiEditsJob(),
            new JobHarnessOptions { Seed = seed, Parallelism = 3, CheckpointInterval = TimeSpan.FromMilliseconds(10), Arguments = new Dictionary<string, string> { ["output"] = _folder } });
        var lines = new TestSource<EditLine>();
        job.ReplaceSource("lines", lines);
        job.ReplaceSource("blocked", TestSource.From(Day.Blocked.TrimEnd().Split('\n').Select(BlockRule.Parse)));
        var channels = job.ReplaceSink<(string Channel, long Edits)>("channels");
        var sessions = job.ReplaceSink<Session>("users");
        var unreadable = job.ReplaceSink<string>("unreadable");
        var changes = new Action[] { job.Crash, () => job.Rescale(5), job.Crash, () => job.Rescale(2), () => job.Restore(job.TakeSavepoint(), parallelism: 4) };
        foreach (var (part, change) in day.Lines.Chunk((day.Lines.Count / changes.Length) + 1).Zip(changes))
        {
            lines.PushAll(part.Select(EditLine.Read));
            job.RunFor(TimeSpan.FromMilliseconds(15));
            change();
        }

        lines.End();
        job.RunToEnd();
        Assert.Equal(day.Channels, channels.Visible.Select(c => $"{c.Channel}\t{c.Edits}").Order(StringComparer.Ordinal));
        Assert.Equal(day.Sessions, sessions.Visible.Select(s => $"{s.User}\t{s.Start}\t{s.End}\t{s.Edits}").Order(StringComparer.Ordinal));
        Assert.Equal(day.Unreadable, unreadable.Visible.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void It_runs_without_options()
    {
        Assert.Equal(0, JobProgram.Run(["--output", _folder], () => new WikiEditsJob()));
        Assert.Equal(["not an edit", """{"time":"soon","channel":"#en.wiki"}"""], Lines("unreadable"));
        Assert.True(Lines("channels").Any());
        Assert.True(Lines("sessions").Any());
    }

    [Fact]
    public void An_edit_is_forgotten_after_an_hour()
    {
        using var repeats = StreamHarness.Of((DataStream<Edit> edits) => edits.KeyBy(e => (e.Page, e.User, e.Time)).Process(new DropRepeated()));
        var edit = new Edit(1, "#en", "Mill", "Ada", 5);
        repeats.PushAll(edit, edit with { Delta = 7 }, edit with { Time = 2 });
        Assert.Equal([edit, edit with { Time = 2 }], repeats.Output.Take());
        repeats.AdvanceTime(TimeSpan.FromMinutes(59));
        repeats.Push(edit);
        Assert.Empty(repeats.Output);
        repeats.AdvanceTime(TimeSpan.FromMinutes(1));
        repeats.Push(edit);
        Assert.Equal([edit], repeats.Output.Take());
    }

    [Fact]
    public void A_pause_of_the_gap_goes_on_and_a_longer_one_ends_a_session()
    {
        using var sessions = StreamHarness.Of((DataStream<Edit> edits) => edits.KeyBy(e => e.User).Process(new FindSessions(TimeSpan.FromMilliseconds(100))));
        foreach (var time in new[] { 1000, 1200, 1100, 1301 }) sessions.Push(new Edit(time, "#en", "Mill", "Ada", 1), time);
        sessions.AdvanceWatermark(1300);
        Assert.Empty(sessions.Output);
        sessions.AdvanceWatermark(1301);
        Assert.Equal([new Session("Ada", 1000, 1300, 3)], sessions.Output.Take());
        sessions.EndInput();
        Assert.Equal([new Session("Ada", 1301, 1401, 1)], sessions.Output.Take());
    }

    [Fact]
    public void A_line_that_is_no_rule_is_named()
    {
        Assert.Contains("'#en.wikipedia' is not a rule", Assert.Throws<FormatException>(() => BlockRule.Parse("#en.wikipedia")).Message, StringComparison.Ordinal);
    }

    private void Run(Day day, int parallelism)
    {
        var (input, blocked) = (Path.Combine(_folder, "day.json"), Path.Combine(_folder, "blocked.tsv"));
        File.WriteAllLines(input, day.Lines);
        File.WriteAllText(blocked, Day.Blocked);
        var code = JobProgram.Run(
            ["--input", input, "--blocked", blocked, "--output", Path.Combine(_folder, "out"), "--parallelism", $"{parallelism}", "--checkpoint-interval", "100ms"],
            () => new WikiEditsJob());
        Assert.Equal(0, code);
    }

    private IEnumerable<string> Lines(string part) => Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories)
        .Where(f => !Path.GetRelativePath(_folder, f).Split('/').Any(static p => p[0] is '.' or '_') && f.Contains($"/{part}/", StringComparison.Ordinal))
        .SelectMany(File.ReadLines).Order(StringComparer.Ordinal);
}
