using Gateway.Core.Alarms;
using Gateway.Core.Documents;
using Gateway.Core.Profiles;
using Gateway.Core.Site;

namespace Gateway.Core.Tests.Site;

/// <summary>What a site says of a device beyond naming its profile.</summary>
public sealed class ProfileChoiceTests
{
    private static SiteCompilation Compile(string device) => Sites.WithDevice("meter", device);

    private static string Codes(SiteCompilation compiled) => string.Join(' ', compiled.Problems.Select(problem => problem.Code));

    private static DeviceModel Device(string device)
    {
        var compiled = Compile(device);
        Assert.True(compiled.Model is not null, ProblemText.Render(compiled.Problems, "en"));
        return compiled.Model.Devices[0];
    }

    [Theory]
    [InlineData("profile: water/arkon-mags1", "C132")]
    [InlineData("profile: water/yosemitech-y504-oxygen", "C130")]
    [InlineData("profile: water/yosemitech-y504-oxygen, variant: old", "C131")]
    [InlineData("profile: water/yosemitech-y511-turbidity, variant: old", "C131")]
    [InlineData("profile: hvac/sensirion-scd30", "C133")]
    [InlineData("profile: water/yosemitech-y511-turbidity, init: true", "C134")]
    [InlineData("profile: hvac/sensirion-scd30, init: false", "")]
    [InlineData("profile: hvac/sensirion-scd30, init: true", "")]
    [InlineData("profile: hvac/sensirion-scd30, init: false, alarms: { profile_mismatch: { priority: 1 } }", "A110")]
    [InlineData("profile: water/siemens-mag6000, byte_order: ABCD, alarms: { firmware_mismatch: { priority: 1 } }", "A110")]
    [InlineData("profile: water/siemens-mag6000, byte_order: ABCD, alarms: { profile_mismatch: { priority: 1 } }", "")]
    [InlineData("profile: water/arkon-mags1, byte_order: CDAB", "")]
    [InlineData("profile: hvac/s-s-regeltechnik-aerasgard", "C135")]
    [InlineData("profile: hvac/s-s-regeltechnik-aerasgard, units: { temperature: Cel }", "")]
    [InlineData("profile: hvac/s-s-regeltechnik-aerasgard, units: { temperature: K }", "C135 P253")]
    [InlineData("profile: hvac/s-s-regeltechnik-aerasgard, units: { temperature: Cel, co2: \"[ppm]\" }", "P251")]
    [InlineData("profile: hvac/s-s-regeltechnik-aerasgard, units: { temperatur: Cel }", "C135 P208")]
    [InlineData("profile: water/hach-3400-sc, byte_order: ABCD, units: { temperature: Cel }", "C135 P252")]
    [InlineData("profile: water/hach-3400-sc, byte_order: ABCD, units: { temperature: { code: [1, 2] } }", "C135 P252")]
    [InlineData("profile: water/hach-3400-sc, byte_order: ABCD, units: { temperature: { code: 1 } }", "")]
    [InlineData("profile: waste/laumas-tlb, channels: { gross: { quantity: gross_weight, scale: 0.01 } }", "")]
    [InlineData("profile: waste/laumas-tlb, channels: { gross: { quantity: gross_weight, scale: 0.01 } }, units: { gross_weight: { unit: g, code: 1 } }",
        "P253")]
    public void What_only_the_site_can_know_it_must_say(string device, string codes) => Assert.Equal(codes, Codes(Compile(device)));

    [Fact]
    public void An_alarm_that_can_never_come_is_shown_where_it_stands()
    {
        var problem = Assert.Single(Compile("profile: hvac/sensirion-scd30, init: false, alarms: { profile_mismatch: { priority: 1 } }").Problems);
        Assert.StartsWith("device 'meter' can never raise 'profile_mismatch': its profile hvac/sensirion-scd30", problem.Message("en"),
            StringComparison.Ordinal);
        Assert.Equal("设备 “meter” 不可能触发 “profile_mismatch”：其模板 hvac/sensirion-scd30 未说明如何判断", problem.Message("zh-CN"));
    }

    [Fact]
    public void A_misspelt_variant_gets_a_suggestion() => Assert.Equal(
        "saturation-only", Compile("profile: water/yosemitech-y504-oxygen, variant: saturation-onyl").Problems.Single(
            problem => problem.Code == "C131").Suggestion);

    [Fact]
    public void Steps_that_write_are_made_only_with_leave_and_those_that_read_always()
    {
        Assert.Empty(Device("profile: hvac/sensirion-scd30, init: false").Start);
        Assert.Equal([StartAction.WriteSingle], Device("profile: hvac/sensirion-scd30, init: true").Start.Select(step => step.Action));
        Assert.Equal([StartAction.Read], Device("profile: water/yosemitech-y511-turbidity").Start.Select(step => step.Action));
        Assert.Equal([StartAction.Read], Device("profile: water/yosemitech-y511-turbidity, init: false").Start.Select(step => step.Action));
    }

    [Fact]
    public void The_byte_order_of_the_device_reaches_everything_that_has_none_of_its_own()
    {
        var compiled = Compile("profile: water/siemens-mag6000, byte_order: CDAB");
        Assert.All(compiled.Model!.Points.Where(point => point.Decoding.Reference.Range.Quantity > 1),
            point => Assert.Equal(ByteOrder.CDAB, point.Decoding.Reference.Order));
        compiled = Compile("profile: water/hach-tss-sc, byte_order: CDAB");
        Assert.Equal([ByteOrder.CDAB, ByteOrder.ABCD], compiled.Model!.Points.Select(point => point.Decoding.Reference.Order));
        compiled = Compile("profile: water/yosemitech-y511-turbidity, byte_order: ABCD");
        Assert.Equal([ByteOrder.ABCD, ByteOrder.ABCD], compiled.Model!.Points.Select(point => point.Decoding.Reference.Order));
    }

    [Fact]
    public void Only_a_device_that_can_be_told_apart_has_an_alarm_for_it()
    {
        var site = Compile("profile: water/siemens-mag6000, byte_order: ABCD, alarms: { profile_mismatch: { priority: 1 } }").Model!;
        Assert.Equal(1, site.Alarms.Single(alarm => alarm.Kind == AlarmKind.ProfileMismatch).Priority);
        Assert.DoesNotContain(site.Alarms, alarm => alarm.Kind == AlarmKind.FirmwareMismatch);
        Assert.DoesNotContain(Compile("profile: hvac/senseair-s8, unit: 3").Model!.Alarms, alarm => alarm.Kind == AlarmKind.ProfileMismatch);
    }

    [Fact]
    public void What_must_never_be_written_is_known_of_the_device() =>
        Assert.Contains(new RegisterRange(RegisterTable.HoldingRegister, 0x39, 1), Device("profile: hvac/sensirion-scd30, init: false").NeverWrite);
}
