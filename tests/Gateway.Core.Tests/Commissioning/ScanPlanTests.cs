using Gateway.Core.Commissioning;
using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Serial;

namespace Gateway.Core.Tests.Commissioning;

public class ScanPlanTests
{
    [Fact]
    public void A_port_is_scanned_where_devices_usually_are_first_then_all_addresses_then_the_rest()
    {
        var passes = ScanPlan.Of(isSerial: true, null, null);
        Assert.Equal([4 * 16, 231, 13 * 16, 16 * 231], passes.Select(pass => pass.Probes));
        Assert.Equal(("9600-8N1", (byte)1), (passes[0].Steps().First().Serial!.ToString(), passes[0].Steps().First().Unit));
        Assert.DoesNotContain(passes.SelectMany(pass => pass.Steps()), step => step.Unit is 0 or > 247);
    }

    [Fact]
    public void No_probe_is_made_twice()
    {
        var all = ScanPlan.Of(isSerial: true, null, null).SelectMany(pass => pass.Steps()).Select(step => $"{step.Serial} {step.Unit}").ToList();
        Assert.Equal(all.Count, all.Distinct().Count());
    }

    [Fact]
    public void Settings_that_were_found_are_used_for_all_addresses_and_no_others_are_tried()
    {
        var passes = ScanPlan.Of(isSerial: true, null, null);
        SerialSettings found = new(19200, 8, SerialParity.Even);
        Assert.Equal([found], ScanPlan.Next(passes[1], [found, found])!.Settings);
        Assert.Null(ScanPlan.Next(passes[2], [found]));
        // Where somebody was found at an unusual setting, the other addresses are left, and there is time for them.
        Assert.Equal([new SerialSettings(57600)], ScanPlan.Next(passes[3], [new SerialSettings(57600)]) is { IsHurried: false } left ? left.Settings : []);
        Assert.Equal(passes[2], ScanPlan.Next(passes[2], []));
    }

    [Fact]
    public void Settings_and_units_that_are_asked_for_are_the_only_ones()
    {
        var pass = Assert.Single(ScanPlan.Of(isSerial: true, new SerialSettings(4800), [5]));
        Assert.Equal([("4800-8N1", 5)], pass.Steps().Select(step => (step.Serial!.ToString(), (int)step.Unit)));
    }

    [Fact]
    public void Frames_of_ASCII_are_looked_for_with_seven_data_bits_first()
    {
        var passes = ScanPlan.Of(isSerial: true, null, null, isAscii: true);
        Assert.Equal("9600-7E1", $"{passes[0].Settings[0]}");
        Assert.Contains(new SerialSettings(9600), passes[0].Settings);
    }

    [Fact]
    public void A_pseudo_terminal_is_asked_once_at_each_speed_for_each_address()
    {
        var steps = ScanPlan.BySpeed(ScanPlan.Of(isSerial: true, null, null)).SelectMany(pass => pass.Steps()).ToList();
        Assert.Equal(8 * 247, steps.Count);
        Assert.Equal(steps.Count, steps.Select(step => (step.Serial!.BaudRate, step.Unit)).Distinct().Count());
    }

    [Fact]
    public void A_network_has_no_settings_and_unit_255_is_usual_there()
    {
        var passes = ScanPlan.Of(isSerial: false, null, null);
        Assert.Equal([17, 231], passes.Select(pass => pass.Probes));
        Assert.Contains((null, (byte)255), passes[0].Steps());
    }

    [Fact]
    public void The_estimate_is_what_silence_costs_and_then_what_it_has_cost()
    {
        ScanPass pass = new("x", [new SerialSettings(9600)], [1, 2, 3, 4]);
        // 8 characters of the request, 7 of the answer and 3.5 of silence, of 10 bits at 9600 baud each, are 19.27 ms; the last one waits 500 ms.
        Assert.Equal(500 + (3 * 120) + (4 * 19.27), ScanPatience.OnALine.Estimate(pass).TotalMilliseconds, 0.01);
        Assert.Equal(500 + (3 * 40) + (4 * 19.27), ScanPatience.OnALine.Estimate(pass with { IsHurried = true }).TotalMilliseconds, 0.01);
        Assert.Equal(TimeSpan.FromSeconds(9), ScanPlan.Left(TimeSpan.FromSeconds(10), 1, 10, TimeSpan.FromSeconds(60)));
        Assert.Equal(TimeSpan.FromSeconds(5), ScanPlan.Left(TimeSpan.FromSeconds(100), 5, 10, TimeSpan.FromSeconds(5)));
    }

    [Theory]
    [InlineData(ModbusOutcome.NoAnswer, 0, ScanAnswer.Silence)]
    [InlineData(ModbusOutcome.Incomplete, 0, ScanAnswer.Damaged)]
    [InlineData(ModbusOutcome.CheckSumError, 0, ScanAnswer.Damaged)]
    [InlineData(ModbusOutcome.Mismatch, 0, ScanAnswer.Foreign)]
    [InlineData(ModbusOutcome.Exception, 1, ScanAnswer.Refused)]
    [InlineData(ModbusOutcome.Exception, 2, ScanAnswer.Refused)]
    [InlineData(ModbusOutcome.Exception, 4, ScanAnswer.Refused)]
    [InlineData(ModbusOutcome.Exception, 0x0A, ScanAnswer.GatewaySaysNobody)]
    [InlineData(ModbusOutcome.Exception, 0x0B, ScanAnswer.GatewaySaysNobody)]
    [InlineData(ModbusOutcome.Ok, 0, ScanAnswer.Ok)]
    [InlineData(ModbusOutcome.NoConnection, 0, ScanAnswer.NoBus)]
    public void Every_answer_class_is_told_apart(ModbusOutcome outcome, byte code, object expected) =>
        Assert.Equal((ScanAnswer)expected, ScanAnswers.Of(new ModbusAnswer(outcome, 0, (ModbusExceptionCode)code, default, default, null)));
}
