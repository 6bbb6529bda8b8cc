using Gateway.Core.Commissioning;

namespace Gateway.Core.Tests.Commissioning;

public class BusTroubleTests
{
    [Theory]
    [InlineData(0, "0 bytes, not even noise", "0 字节，连干扰也没有")]
    [InlineData(1, "1 byte     RX FF", "1 字节     RX FF")]
    [InlineData(2, "2 bytes     RX FF", "2 字节     RX FF")]
    public void One_byte_is_one_byte_and_none_is_said(int count, string english, string chinese)
    {
        var heard = BusTrouble.HeardOf(count, "FF");
        Assert.Equal((english, chinese), (heard.English, heard.Chinese));
    }
}
