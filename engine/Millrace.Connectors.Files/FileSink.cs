using System.Runtime.CompilerServices;

namespace Millrace.Connectors.Files;

/// <summary>Convenience methods for <see cref="FileSink{T}"/>.</summary>
public static class FileSink
{
    /// <summary>Creates a sink that writes each text as a line.</summary>
    /// <inheritdoc cref="FileSink{T}(string, Action{T, LineWriter}, string, string, int)"/>
    public static FileSink<string> Lines(string directory, string suffix = ".txt") => new(directory, static (text, line) => line.Append(text), suffix);

    /// <summary>Writes the records as lines into files of a folder, each record exactly once.</summary>
    /// <example><code>
    /// prices.SinkToFiles("out", (price, line) => line.Append(price.Product).Append('\t').Append(price.Amount), ".tsv")
    /// </code></example>
    /// <inheritdoc cref="FileSink{T}(string, Action{T, LineWriter}, string, string, int)"/>
    public static StreamSink SinkToFiles<T>(
        this DataStream<T> stream,
        string directory,
        Action<T, LineWriter> format,
        string suffix = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        stream.SinkTo(new FileSink<T>(directory, format, suffix, file, line), file, line);
}
