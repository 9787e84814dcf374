using Millrace.Cli.Output;

namespace Millrace.Cli.Tests.Output;

public sealed class TableTests
{
    [Fact]
    public void Columns_are_as_wide_as_what_is_in_them()
    {
        var table = new Table("ID", "SIZE>", "NAME");
        table.Add("a", "1.5 MiB", "x");
        table.Add("abc", "2 B", "");
        Assert.Equal(
            """
            ID      SIZE  NAME
            a    1.5 MiB  x
            abc      2 B

            """,
            Written(table, null));
    }

    [Fact]
    public void Where_it_must_fit_the_widest_columns_are_cut()
    {
        var table = new Table("ID", "NAME");
        table.Add("3f2a9c01", "a name that goes on and on");
        Assert.Equal(
            """
            ID        NAME
            3f2a9c01  a name th…

            """,
            Written(table, 20));
    }

    [Fact]
    public void A_column_keeps_eight_characters()
    {
        var table = new Table("A>", "B");
        table.Add("123456789", "123456789");
        Assert.Contains("1234567…  1234567…\n", Written(table, 3), StringComparison.Ordinal);
    }

    [Fact]
    public void What_would_move_the_cursor_is_a_space()
    {
        var table = new Table("A");
        table.Add("red\e[31m\nnext");
        Assert.Equal("A\nred [31m next\n", Written(table, null));
    }

    private static string Written(Table table, int? width)
    {
        var output = new StringWriter { NewLine = "\n" };
        table.Write(output, width);
        return output.ToString();
    }
}
