using Millrace;
using Millrace.Connectors.Files;

namespace WikiEdits;

/// <summary>
/// Reads edits of a wiki, drops duplicates, counts them per channel until a block list excludes it, and groups them into
/// their users' sessions. Lines that are not edits go to a separate output.
/// </summary>
public sealed class WikiEditsJob : IStreamJob
{
    /// <inheritdoc/>
    public IReadOnlyList<JobOption> Options => [WikiEditsOptions.Input, WikiEditsOptions.Blocked, WikiEditsOptions.Output];

    /// <inheritdoc/>
    public void Define(StreamEnvironment env, JobArguments args)
    {
        var output = WikiEditsOptions.OutputOf(args);

        // Event times are extracted at the source, so that each input file has its own watermark.
        var lines = env.FromSource(
            new TextFileSource(WikiEditsOptions.InputOf(args), splitBytes: long.MaxValue).Parse(EditLine.Read),
            WatermarkStrategy.BoundedOutOfOrderness<EditLine>(TimeSpan.FromSeconds(10)).WithTimestamps(line => line.Timestamp)).Uid("lines");
        var read = lines.Process(new ReadEdits()).Uid("read");
        var edits = read.KeyBy(edit => (edit.Page, edit.User, edit.Time)).Process(new DropRepeated()).Uid("first");

        var blocked = env.FromSource(
            new TextFileSource(WikiEditsOptions.BlockedOf(args)).Parse(BlockRule.Parse),
            WatermarkStrategy.Ascending<BlockRule>().WithTimestamps(rule => rule.Since)).Uid("blocked");
        var counts = edits.KeyBy(edit => edit.Channel).Connect(blocked.Broadcast()).Process(new CountAllowed()).Uid("counts");
        var sessions = edits.KeyBy(edit => edit.User).Process(new FindSessions(TimeSpan.FromMinutes(10))).Uid("sessions");

        counts.SinkToFiles(Path.Combine(output, "channels"), (count, line) => line.Append(count.Channel).Append('\t').Append(count.Edits), ".tsv")
            .Uid("channels");
        sessions.SinkToFiles(Path.Combine(output, "sessions"), (session, line) => session.Write(line), ".tsv").Uid("users");
        read.SideOutput(ReadEdits.Unreadable).SinkToFiles(Path.Combine(output, "unreadable"), (text, line) => line.Append(text), ".txt")
            .Uid("unreadable");
    }
}
