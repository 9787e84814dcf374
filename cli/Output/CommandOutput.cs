using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Millrace.Core.Control;

namespace Millrace.Cli.Output;

/// <summary>Writes the results of a command: text for people, or JSON for scripts.</summary>
/// <param name="terminal">The terminal to write to.</param>
/// <param name="json">Whether the output is for a script.</param>
internal sealed class CommandOutput(Terminal terminal, bool json)
{
    public bool Json => json;

    public TimeProvider Time => terminal.Time;

    /// <summary>Writes a report as one line of JSON, or by <paramref name="text"/>.</summary>
    public void Write<T>(T report, JsonTypeInfo<T> type, Action<T> text)
    {
        if (json) terminal.Output.WriteLine(JsonSerializer.Serialize(report, type));
        else text(report);
        terminal.Output.Flush();
    }

    /// <summary>Writes a line for people.</summary>
    public void Line(string text) => terminal.Output.WriteLine(text);

    /// <summary>Writes text as it is.</summary>
    public void Text(string text) => terminal.Output.Write(text);

    /// <summary>Writes a table that fits the terminal.</summary>
    public void Table(Table table) => table.Write(terminal.Output, terminal.OutputWidth?.Invoke());

    /// <summary>Writes what the user should know besides the result.</summary>
    public void Notice(string text) => terminal.Error.WriteLine(BoundedText.Escape(text, keepsLines: true));

    /// <summary>Starts showing progress.</summary>
    public Progress Progress() => new(terminal);
}
