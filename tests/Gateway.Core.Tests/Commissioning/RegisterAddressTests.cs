using Gateway.Core.Commissioning;
using Gateway.Core.Profiles;

namespace Gateway.Core.Tests.Commissioning;

public class RegisterAddressTests
{
    [Theory]
    [InlineData("hr:2", "hr:2")]
    [InlineData("IR:0x1F", "ir:31")]
    [InlineData("co:0", "co:0")]
    [InlineData("di:65535", "di:65535")]
    [InlineData("40003", "hr:2")]
    [InlineData("400003", "hr:2")]
    [InlineData("465536", "hr:65535")]
    [InlineData("30001", "ir:0")]
    [InlineData("10001", "di:0")]
    [InlineData("00001", "co:0")]
    [InlineData("2", null)]
    [InlineData("40000", null)]
    [InlineData("20001", null)]
    [InlineData("465537", null)]
    [InlineData("hr:65536", null)]
    [InlineData("hr:-1", null)]
    [InlineData("xx:1", null)]
    [InlineData("hr:", null)]
    [InlineData("", null)]
    public void Protocol_addresses_count_from_0_and_PLC_numbers_from_1(string text, string? expected) =>
        Assert.Equal(expected, RegisterAddress.Parse(text) is { } place ? RegisterText.Short(place.Table, place.Address) : null);

    [Theory]
    [InlineData("hr:0-199", "holding 0-199 (PLC 40001-40200)")]
    [InlineData("hr:0x10-0x1F", "holding 16-31 (PLC 40017-40032)")]
    [InlineData("40001-40010", "holding 0-9 (PLC 40001-40010)")]
    [InlineData("ir:5", "input 5 (PLC 30006)")]
    [InlineData("ir:5-ir:7", "input 5-7 (PLC 30006-30008)")]
    [InlineData("hr:9-3", null)]
    [InlineData("hr:0-ir:9", null)]
    [InlineData("hr:0-", null)]
    public void Ranges_name_the_first_and_the_last(string text, string? expected) => Assert.Equal(expected, RegisterAddress.ParseRange(text)?.ToString());
}
