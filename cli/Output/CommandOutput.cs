using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Millrace.Cli.Output;

/// <summary>Results of a command: text for people, or JSON for scripts.</summary>
/// <param name="terminal">Where to.</param>
/// <param name="json">Whether a script reads it.</param>
internal sealed class CommandOutput(Terminal terminal, bool json)
{
    public bool Json => json;

    public TimeProvider Time => terminal.Time;

    /// <summary>A report as one line of JSON, or by <paramref name="text"/>.</summary>
    public void Write<T>(T report, JsonTypeInfo<T> type, Action<T> text)
    {
        if (json) terminal.Output.WriteLine(JsonSerializer.Serialize(report, type));
        else text(report);
        terminal.Output.Flush();
    }

    /// <summary>A line for people.</summary>
    public void Line(string text) => terminal.Output.WriteLine(text);

    /// <summary>Text as it is.</summary>
    public void Text(string text) => terminal.Output.Write(text);

    /// <summary>A table that fits the terminal.</summary>
    public void Table(Table table) => table.Write(terminal.Output, terminal.OutputWidth?.Invoke());

    /// <summary>What the user should know, beside the result.</summary>
    public void Notice(string text) => terminal.Error.WriteLine(text);

    /// <summary>Begins to show how it goes.</summary>
    public Progress Progress() => new(terminal);
}
