using Gateway.Cli;
using Gateway.Core.Documents;

namespace Gateway.Tests.Cli;

public class TextTableTests
{
    [Fact]
    public void Columns_are_aligned_although_Chinese_takes_two_places()
    {
        var table = new TextTable("项目", "位置");
        table.Add("总线 plant", "tcp://10.0.0.5:502");
        table.Add("buffer", "/var/lib");
        Assert.Equal(
            """
            项目        位置
            总线 plant  tcp://10.0.0.5:502
            buffer      /var/lib

            """,
            table.ToString());
        Assert.Single(table.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => DisplayWidth.Of(line) - DisplayWidth.Of(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1])).Distinct());
    }

    [Fact]
    public void Empty_cells_at_the_end_leave_no_blanks()
    {
        var table = new TextTable("A", "B", "C");
        table.Add("x", "", "");
        table.Add("x", "", "z");
        Assert.Equal("A  B  C\nx\nx     z\n", table.ToString());
    }

    [Fact]
    public void A_table_without_headings_and_rows_is_nothing() => Assert.Equal("", new TextTable().ToString());
}
