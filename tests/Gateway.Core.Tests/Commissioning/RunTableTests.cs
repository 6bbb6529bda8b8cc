using Gateway.Core.Commissioning;
using Gateway.Core.Profiles;

namespace Gateway.Core.Tests.Commissioning;

public class RunTableTests
{
    [Fact]
    public void The_session_of_the_guide()
    {
        var rows = RunTable.Rows(Registers.Holding(2, "B852 40E6"), 2, 2);
        Assert.Equal(["-5.0128e-05", "7.21", "3.9707e+11", "-2.2706e+23"], rows[0].Cells.Select(cell => cell.Text), new Nearly());
        Assert.Equal([false, true, false, false], rows[0].Cells.Select(cell => cell.IsPlausible));
        Assert.Equal(["3092398310", "1088862290", "1387849280", "3862975160"], rows[1].Cells.Select(cell => cell.Text));
        Assert.Equal(["-1202568986", "1088862290", "1387849280", "-431992136"], rows[2].Cells.Select(cell => cell.Text));
        Assert.DoesNotContain(rows.Skip(1).SelectMany(row => row.Cells), cell => cell.IsPlausible);
    }

    [Theory]
    [InlineData("0000 0000", "")]
    [InlineData("41C4 CCCD", "float32 ABCD")]
    [InlineData("0000 0305", "uint32 ABCD, int32 ABCD")]
    [InlineData("0305 0000", "uint32 CDAB, int32 CDAB")]
    [InlineData("FFFF FC7C", "int32 ABCD")]
    [InlineData("4248 4249", "float32 ABCD, float32 CDAB")]
    public void Marks_what_an_instrument_may_have_meant_and_all_of_it(string hex, string marked) =>
        Assert.Equal(marked, string.Join(", ", RunTable.Rows(Registers.Holding(0, hex), 0, 2).SelectMany(row => row.Cells).Where(cell => cell.IsPlausible).Select(cell => cell.As.Text)));

    [Theory]
    [InlineData("0012 3456", 2, "bcd32: 123456 34560012 12005634 56341200")]
    [InlineData("8000 0007", 2, "sign_magnitude32: -7 491520 8390400 117440640; bcd32: 80000007 78000 800700 7000080")]
    [InlineData("0012", 1, "bcd16: 12 1200")]
    [InlineData("8007", 1, "sign_magnitude16: -7 1920; bcd16: 8007 780")]
    [InlineData("41C4 CCCD", 2, "sign_magnitude32: 1103416525 -1288520132 -1145163212 -1305265217")]
    [InlineData("4080 40E6", 2, "")]
    [InlineData("0000 0000", 2, "")]
    public void Forms_that_few_devices_use_are_shown_where_they_can_be_meant_and_never_marked(string hex, int registers, string shown)
    {
        var rows = RunTable.RareRows(Registers.Holding(0, hex), 0, registers);
        Assert.Equal(shown, string.Join("; ", rows.Select(row => $"{RegisterTypeText.Of(row.Type)}: {string.Join(' ', row.Cells.Select(cell => cell.Text))}")));
        Assert.DoesNotContain(rows.SelectMany(row => row.Cells), cell => cell.IsPlausible);
    }

    [Fact]
    public void Four_registers_have_the_long_types()
    {
        var rows = RunTable.Rows(Registers.Holding(0, "401C D70A 3D70 A3D7"), 0, 4);
        Assert.Equal([RegisterType.Float64, RegisterType.UInt64, RegisterType.Int64], rows.Select(row => row.Type));
        Assert.Equal(("7.21", true), (rows[0].Cells[0].Text, rows[0].Cells[0].IsPlausible));
        Assert.Equal("4619803756755723223", rows[1].Cells[0].Text);
    }

    /// <summary>The fifth digit depends on how the text was rounded.</summary>
    private sealed class Nearly : IEqualityComparer<string>
    {
        public bool Equals(string? x, string? y) => x is not null && y is not null && Math.Abs(double.Parse(x) - double.Parse(y)) <= 1e-4 * Math.Abs(double.Parse(x));

        public int GetHashCode(string obj) => 0;
    }
}
