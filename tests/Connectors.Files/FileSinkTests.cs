namespace Millrace.Connectors.Files.Tests;

public sealed class FileSinkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FileSink<string> _sink;

    public FileSinkTests() => _sink = FileSink.Lines(Output);

    private string Output => _folder["out"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_epoch_is_seen_when_it_is_published_and_twice_is_once()
    {
        using var publisher = Recovered(Context());
        var epoch = Epoch(Context(), 1, "a", "b");
        Assert.Empty(VisibleFiles.Under(Output));
        publisher.Publish(epoch);
        publisher.Publish(epoch);
        Assert.Equal(["part-00000-0000000001.txt"], VisibleFiles.Under(Output));
        Assert.Equal("a\nb\n", File.ReadAllText(Path.Combine(Output, "part-00000-0000000001.txt")));
        Assert.Equal(["_owner"], Hidden());
    }

    [Fact]
    public void An_empty_epoch_leaves_nothing()
    {
        using var publisher = Recovered(Context());
        using var writer = _sink.CreateEpochWriter(Context());
        Assert.Null(writer.EndEpoch(1));
        writer.Write("x", 0);
        Assert.NotNull(writer.EndEpoch(2));
        Assert.Null(writer.EndEpoch(3));
        Assert.Equal([".part-00000-0000000001-0000000001.txt", "_owner"], Hidden());
    }

    [Fact]
    public void Many_records_pass_through_the_buffer()
    {
        using var publisher = Recovered(Context());
        var lines = Enumerable.Range(0, 50_000).Select(i => $"record {i}").ToArray();
        publisher.Publish(Epoch(Context(), 1, lines));
        Assert.Equal(lines, File.ReadLines(Path.Combine(Output, "part-00000-0000000001.txt")));
    }

    [Fact]
    public void What_stands_at_the_visible_name_is_never_overwritten()
    {
        using var publisher = Recovered(Context());
        var epoch = Epoch(Context(), 1, "mine");
        File.WriteAllText(Path.Combine(Output, "part-00000-0000000001.txt"), "else\n");
        var error = Assert.Throws<InvalidDataException>(() => publisher.Publish(epoch));
        Assert.Contains("part-00000-0000000001.txt (5 bytes", error.Message);
        Assert.Equal("else\n", File.ReadAllText(Path.Combine(Output, "part-00000-0000000001.txt")));
    }

    [Fact]
    public void A_lost_epoch_is_an_error_that_names_the_file()
    {
        using var publisher = Recovered(Context());
        var epoch = Epoch(Context(), 1, "mine");
        File.Delete(Path.Combine(Output, ".part-00000-0000000000-0000000001.txt"));
        Assert.Contains(".part-00000-0000000000-0000000001.txt", Assert.Throws<FileNotFoundException>(() => publisher.Publish(epoch)).Message);
    }

    [Fact]
    public void A_restore_publishes_what_is_pending_and_takes_back_what_is_later()
    {
        using var first = Recovered(Context());
        using var writer = _sink.CreateEpochWriter(Context());
        PendingEpoch[] epochs = [.. Enumerable.Range(1, 4).Select(i => End(writer, 0, i, $"r{i}"))];
        writer.Write("open", 0);
        writer.Flush();
        first.Publish(epochs[0]);
        first.Publish(epochs[2]);

        using var second = Recovered(Context(attempt: 2, restored: 2), epochs[..2]);
        Assert.Equal(["part-00000-0000000001.txt", "part-00000-0000000002.txt"], VisibleFiles.Under(Output));
        Assert.Equal(["_owner"], Hidden());
        Assert.Throws<FileNotFoundException>(() => first.Publish(epochs[3]));
    }

    [Fact]
    public void An_epoch_of_a_savepoint_survives_a_recovery_from_an_earlier_checkpoint_until_it_is_published()
    {
        using var first = Recovered(Context());
        using var writer = _sink.CreateEpochWriter(Context());
        PendingEpoch[] epochs = [End(writer, 0, 1, "a"), End(writer, 0, 2, "b"), End(writer, 0, 3, "c")];
        first.Publish(epochs[0]);
        foreach (var epoch in epochs[..2]) writer.Keep(epoch);

        using (var second = Recovered(Context(attempt: 2, restored: 1), epochs[..1])) second.Publish(Epoch(Context(attempt: 2, restored: 1), 1001, "b", "c"));
        Assert.Equal([".kept-part-00000-0000000002.txt", "_owner"], Hidden());

        using var third = Recovered(Context(attempt: 3, restored: 2), epochs[..2]);
        Assert.Equal(["part-00000-0000000001.txt", "part-00000-0000000002.txt"], VisibleFiles.Under(Output));
        Assert.Equal("b\n", File.ReadAllText(Path.Combine(Output, "part-00000-0000000002.txt")));
        Assert.Equal(["_owner"], Hidden());
    }

    [Fact]
    public void A_replaced_attempt_does_not_publish_what_a_savepoint_keeps()
    {
        using var first = Recovered(Context());
        using var writer = _sink.CreateEpochWriter(Context());
        var epoch = End(writer, 0, 1, "a");
        writer.Keep(epoch);
        using var second = Recovered(Context(attempt: 2));
        Assert.Throws<FileNotFoundException>(() => first.Publish(epoch));
        Assert.Contains("attempt 2", Assert.Throws<IOException>(() => first.Recover([epoch], 1)).Message);
        Assert.Empty(VisibleFiles.Under(Output));
        Assert.Equal([".kept-part-00000-0000000001.txt", "_owner"], Hidden());
    }

    [Fact]
    public void An_epoch_that_is_gone_cannot_be_kept()
    {
        using var publisher = Recovered(Context());
        using var writer = _sink.CreateEpochWriter(Context());
        var epoch = End(writer, 0, 1, "a");
        File.Delete(Path.Combine(Output, ".part-00000-0000000000-0000000001.txt"));
        Assert.Contains(".part-00000-0000000000-0000000001.txt", Assert.Throws<FileNotFoundException>(() => writer.Keep(epoch)).Message);
    }

    [Fact]
    public void A_later_attempt_of_one_subtask_replaces_no_other_of_the_same_scale()
    {
        using var later = Recovered(Of(subtask: 0, parallelism: 2, attempt: 2));
        using var other = Recovered(Of(subtask: 1, parallelism: 2, attempt: 1));
        using var rescaled = Recovered(Of(subtask: 0, parallelism: 3, attempt: 3));
        Assert.Contains("attempt 3", Assert.Throws<IOException>(() => other.Recover([], 0)).Message);
        Assert.Equal([".attempt-0000000003-0-of-3"], Directory.GetFiles(Output, ".attempt-*").Select(static p => Path.GetFileName(p)));

        static SinkContext Of(int subtask, int parallelism, int attempt) => new("job", "sink", subtask, parallelism, attempt, 0);
    }

    [Fact]
    public void A_stale_attempt_takes_back_nothing()
    {
        using var stale = _sink.CreatePublisher(Context());
        using var current = Recovered(Context(attempt: 2));
        current.Publish(Epoch(Context(attempt: 2), 7, "x"));
        Assert.Contains("attempt 2", Assert.Throws<IOException>(() => stale.Recover([], 0)).Message);
        Assert.Single(VisibleFiles.Under(Output));
    }

    [Fact]
    public void An_output_belongs_to_one_sink_of_one_job()
    {
        _sink.Validate(null);
        Assert.False(Directory.Exists(Output));
        using var publisher = Recovered(Context());
        _sink.Validate("job");
        Assert.Contains("belongs to job job", Assert.Throws<InvalidJobException>(() => _sink.Validate(null)).Message);
        Assert.Contains("belongs to job job", Assert.Throws<InvalidJobException>(() => _sink.Validate("other")).Message);
        Assert.Contains("belongs to job job", Assert.Throws<InvalidJobException>(() => Recovered(Context() with { JobId = "other" })).Message);
        Assert.Contains("its own folder", Assert.Throws<InvalidJobException>(() => Recovered(Context() with { OperatorId = "other" })).Message);
    }

    [Fact]
    public void An_output_that_cannot_be_used_is_refused_and_nothing_is_made()
    {
        _folder.Write("file", "x");
        _folder.Write("full/data.txt", "x");
        _folder.Write("hidden/.note", "x");
        Assert.Contains("is a file", Refusal(_folder["file"]));
        Assert.Contains("is a file", Refusal(_folder["file/below"]));
        Assert.Contains("contains data.txt", Refusal(_folder["full"]));
        Assert.Contains("cannot be written", Refusal("/proc/millrace/out"));
        FileSink.Lines(_folder["hidden"]).Validate(null);
        FileSink.Lines(_folder["new/deep/down"]).Validate(null);
        Assert.Equal(["file", "full", "hidden"], Directory.GetFileSystemEntries(_folder.Root).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal));
        Assert.Throws<InvalidJobException>(() => FileSink.Lines(" "));
        Assert.Throws<InvalidJobException>(() => FileSink.Lines("x", "/.txt"));

        static string Refusal(string path) => Assert.Throws<InvalidJobException>(() => FileSink.Lines(path).Validate(null)).Message;
    }

    private static SinkContext Context(int attempt = 1, long restored = 0) => new("job", "sink", 0, 1, attempt, restored);

    private static PendingEpoch End(IEpochWriter<string> writer, int subtask, long epoch, params ReadOnlySpan<string> lines)
    {
        foreach (var line in lines) writer.Write(line, 0);
        return new PendingEpoch(subtask, epoch, writer.EndEpoch(epoch)!);
    }

    private IEpochPublisher Recovered(SinkContext context, params IReadOnlyList<PendingEpoch> pending)
    {
        var publisher = _sink.CreatePublisher(context);
        publisher.Recover(pending, context.RestoredEpoch);
        return publisher;
    }

    private PendingEpoch Epoch(SinkContext context, long epoch, params ReadOnlySpan<string> lines)
    {
        using var writer = _sink.CreateEpochWriter(context);
        return End(writer, context.Subtask, epoch, lines);
    }

    private IEnumerable<string> Hidden() =>
        Directory.GetFiles(Output).Select(p => Path.GetFileName(p)).Where(n => n[0] is '.' or '_' && !n.StartsWith(".attempt", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
}
