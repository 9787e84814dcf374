using System.Text.Json;
using Millrace.Connectors.Files;

namespace Millrace.EndToEnd.Tests.Wikiticker;

internal sealed record Edit(string Channel, long Delta);

/// <summary>Counts the edits of each channel: a line <c>channel TAB count</c> for every edit, with the count so far.</summary>
internal sealed class EditsPerChannelJob(string input, string output) : IStreamJob
{
    public void Define(StreamEnvironment env, JobArguments args) =>
        env.FromSource(new TextFileSource(input)).Uid("lines")
            .Map(line => JsonSerializer.Deserialize<Edit>(line, JsonSerializerOptions.Web)!)
            .KeyBy(edit => edit.Channel)
            .Count().Uid("edits")
            .SinkToFiles(output, (count, line) => line.Append(count.Key).Append('\t').Append(count.Count)).Uid("files");
}
