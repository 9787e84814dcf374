using Millrace;

namespace Nexmark.Rows;

/// <summary>Where the rows of a query go.</summary>
public interface IRowSink
{
    /// <summary>Takes the rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="write">Writes the columns of one.</param>
    void Write<T>(DataStream<T> rows, Action<T, RowWriter> write);
}
