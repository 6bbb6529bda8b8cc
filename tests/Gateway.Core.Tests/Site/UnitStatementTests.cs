using Gateway.Core.Acquisition.Decoding;
using Gateway.Core.Documents;
using Gateway.Core.Profiles;
using Gateway.Core.Readings;
using Gateway.Core.Site;

namespace Gateway.Core.Tests.Site;

/// <summary>Units that are settings of a device: what the site says of them reaches the readings, and what nobody says is no Good reading.</summary>
public sealed class UnitStatementTests
{
    private static SiteCompilation Compile(string device) => Sites.WithDevice("probe", device);

    private static string Read(string device, string point, params (ushort Address, RegisterTable Table, ushort[] Words)[] registers)
    {
        var site = Compile(device).Model!;
        var image = RegisterImage.Of(site.Devices[0], registers.Select(Block), 0);
        var readings = new DeviceDecoder(site.Devices[0], site.Points, image).Decode();
        var reading = readings[site.Points.ToList().FindIndex(one => one.Name == point)];
        return $"{(reading.Kind == ValueKind.Number ? reading.Number.ToString(System.Globalization.CultureInfo.InvariantCulture) : "-")} {reading.Quality}";
    }

    private static (RegisterRange, ReadOnlyMemory<byte>) Block((ushort Address, RegisterTable Table, ushort[] Words) given) => (
        new RegisterRange(given.Table, given.Address, (ushort)given.Words.Length),
        given.Words.SelectMany(word => new[] { (byte)(word >> 8), (byte)word }).ToArray());

    [Theory]
    [InlineData("", "22.4 U:unconfirmed")]
    [InlineData(", units: { temperature: Cel }", "22.4 G")]
    [InlineData(", units: { temperature: \"[degF]\" }", "-5.333333333333333 B:out-of-range")]
    public void A_unit_that_no_register_tells_is_what_the_site_says_and_uncertain_until_it_does(string said, string expected) => Assert.Equal(
        expected, Read($"profile: hvac/s-s-regeltechnik-aerasgard{said}", "temperature", (4, RegisterTable.InputRegister, [224])));

    [Theory]
    [InlineData("", 3, "20 U:unconfirmed")]
    [InlineData(", units: { temperature: { unit: Cel, code: 3 } }", 3, "20 G")]
    [InlineData(", units: { temperature: { unit: Cel, code: 3 } }", 4, "20 B:unexplained")]
    [InlineData(", units: { temperature: { unit: \"[degF]\", code: 4 } }", 4, "-6.666666666666667 G")]
    public void A_code_without_a_table_is_kept_as_it_was_confirmed_and_another_one_is_bad(string said, int code, string expected) => Assert.Equal(
        expected,
        Read($"profile: water/hach-3400-sc, byte_order: ABCD{said}", "temperature",
            (4, RegisterTable.HoldingRegister, [0x41A0, 0]), (16, RegisterTable.HoldingRegister, [(ushort)code])));

    [Fact]
    public void A_confirmed_code_that_is_not_answered_leaves_doubt() => Assert.Equal(
        "20 U:unexplained",
        Read("profile: water/hach-3400-sc, byte_order: ABCD, units: { temperature: { code: 3 } }", "temperature",
            (4, RegisterTable.HoldingRegister, [0x41A0, 0])));

    [Fact]
    public void What_is_unconfirmed_is_one_warning_of_the_device_with_what_to_write()
    {
        var problem = Assert.Single(Compile("profile: water/hach-3400-sc, byte_order: ABCD, channels: { value: conductivity }").Problems);
        Assert.Equal(Severity.Warning, problem.Kind.Severity);
        Assert.Contains("temperature (Cel, [degF]), conductivity (uS/cm, mS/cm)", problem.Message("en"), StringComparison.Ordinal);
        string shown = ProblemText.Render([problem], "en");
        Assert.Contains("units: { temperature: { unit: Cel, code: … }, conductivity: { unit: uS/cm, code: […, …] } }", shown, StringComparison.Ordinal);
        Assert.Contains("单位", ProblemText.Render([problem], "zh-CN"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_unit_code_follows_its_slot_and_the_order_of_the_device()
    {
        const string Device = "profile: water/hach-3400-sc, byte_order: CDAB, channels: { value: conductivity }, units: { conductivity: { unit: mS/cm, code: [1, 2] } }";
        var site = Compile(Device).Model!;
        Assert.Equal([12, 17], site.Devices[0].StatusWords.Select(word => (int)word.Reference.Range.Address));
        Assert.All(site.Devices[0].StatusWords, word => Assert.Equal(["conductivity"], word.Points));
        Assert.Equal(
            "412 G",
            Read(Device, "conductivity",
                (2, RegisterTable.HoldingRegister, [0xF1AA, 0x3ED2, 0, 0, 0, 0, 0, 0x4120]), (12, RegisterTable.HoldingRegister, [1]),
                (17, RegisterTable.HoldingRegister, [2])));
    }
}
