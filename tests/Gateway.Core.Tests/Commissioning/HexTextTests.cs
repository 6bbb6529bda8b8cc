using Gateway.Core.Commissioning;

namespace Gateway.Core.Tests.Commissioning;

public class HexTextTests
{
    [Theory]
    [InlineData("03 03 04 B8")]
    [InlineData("030304b8")]
    [InlineData("03:03:04:B8")]
    [InlineData("03-03-04-b8")]
    [InlineData("0x03,0x03,0x04,0xB8")]
    [InlineData("RX: 03 03 04 B8")]
    [InlineData("[03][03][04][B8]")]
    [InlineData("3 3 4 b8h")]
    public void Bytes_are_understood_however_somebody_wrote_them_down(string written) => Assert.Equal([0x03, 0x03, 0x04, 0xB8], HexText.Parse(written));

    [Theory]
    [InlineData("03 0G")]
    [InlineData("030")]
    public void What_is_no_bytes_is_none(string written) => Assert.Null(HexText.Parse(written));
}
