using System.Buffers;
using System.Text;

namespace Millrace.Connectors.Files.Tests;

public sealed class LineWriterTests
{
    [Fact]
    public void Text_numbers_and_bytes_are_written_as_utf8()
    {
        var line = new LineWriter();
        line.Append("wörd").Append('\t').Append(-12L).Append('é').Append(1.5).Append("|bytes"u8).Append(new string('x', 10_000));
        line.Write("tail"u8);
        Assert.Equal("wörd\t-12é1.5|bytes" + new string('x', 10_000) + "tail", Encoding.UTF8.GetString(line.Written));
    }

    [Fact]
    public void Writing_allocates_nothing()
    {
        var line = new LineWriter();
        Append(line);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) Append(line);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void Append(LineWriter line)
        {
            line.Clear();
            line.Append("word").Append('\t').Append(123456789L).Append('\n');
        }
    }
}
