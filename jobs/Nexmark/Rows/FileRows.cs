using Millrace;
using Millrace.Connectors.Files;

namespace Nexmark.Rows;

/// <summary>Writes rows as lines of files in a folder, each exactly once.</summary>
/// <param name="directory">The folder.</param>
internal sealed class FileRows(string directory) : IRowSink
{
    public void Write<T>(DataStream<T> rows, Action<T, RowWriter> write, Func<T, (long Id, long Count)>? countOf = null)
    {
        rows.SinkToFiles(directory, (row, line) => write(row, new RowWriter(line)), ".tsv").Uid("rows");
    }
}
