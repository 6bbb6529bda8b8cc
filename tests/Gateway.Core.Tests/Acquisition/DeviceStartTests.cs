using Gateway.Core.Profiles;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Gateway.Fieldbus.Modbus;
using Gateway.Testing;

namespace Gateway.Core.Tests.Acquisition;

/// <summary>What happens between connecting a device and believing its values: identity, firmware, start, readiness.</summary>
public sealed class DeviceStartTests : IAsyncDisposable
{
    private static readonly RegisterReference _version = SampleSite.Holding(90);
    private readonly TestClock _clock = new();
    private readonly SampleSite _site = new();
    private readonly FakeBus _bus;

    public DeviceStartTests() => _bus = new FakeBus(_clock);

    public ValueTask DisposeAsync() => _bus.DisposeAsync();

    private LoopRun Start() => new(_site.Build(), _bus, _clock);

    private void Device(Func<DeviceModel, DeviceModel> with, TimeSpan? every = null) =>
        _site.Device(_site.Bus(), 3, with, SampleSite.Words(10, 2, every));

    private static StartStep Step(StartAction action, int address, int quantity, params ushort[] values) =>
        new(action, new RegisterRange(RegisterTable.HoldingRegister, (ushort)address, (ushort)quantity), values, TimeSpan.Zero,
            action == StartAction.Read ? null : "it");

    private string[] Asked() => [.. _bus.Asked.Select(asked => $"{asked.Request.Function} {asked.Request.Address} {asked.Request.Quantity}")];

    private static FirmwareCheck Firmware(string range, FirmwareForm form = FirmwareForm.Number)
    {
        Assert.True(VersionRange.TryParse(range, out var versions));
        return new FirmwareCheck(_version, form, DecimalFactor.From(0.01m), versions);
    }

    [Fact]
    public async Task Identity_firmware_and_start_come_in_this_order_before_the_first_value_and_once_only()
    {
        _bus.Registers[(3, 80)] = 7;
        _bus.Registers[(3, 90)] = 142;
        Device(device => device with
        {
            Identity = [new IdentityCheck(SampleSite.Holding(80), 7)],
            Firmware = Firmware(">=1.4"),
            Start = [Step(StartAction.Read, 0x2500, 0), Step(StartAction.WriteSingle, 5, 1, 9), Step(StartAction.WriteMultiple, 0x1C00, 0)],
        });
        await using var run = Start();
        await run.RunAsync(TimeSpan.FromSeconds(1.5));
        Assert.Equal(
            [
                "ReadHoldingRegisters 80 1", "ReadHoldingRegisters 90 1", "ReadHoldingRegisters 9472 0",
                "WriteSingleRegister 5 1", "WriteMultipleRegisters 7168 0",
                "ReadHoldingRegisters 10 2", "ReadHoldingRegisters 10 2",
            ],
            Asked());
        Assert.All(run.Take(), scan => Assert.All(scan.Readings, reading => Assert.True(reading.Quality.IsGood)));
        Assert.Equal(new DeviceFindings(null, null), run.Findings);
    }

    [Fact]
    public async Task A_unit_that_was_silent_is_started_again()
    {
        Device(device => device with { Start = [Step(StartAction.Read, 0x2500, 0)] });
        await using var run = Start();
        await run.RunAsync(TimeSpan.FromSeconds(1.5));
        _bus.Fate = (_, _) => ModbusOutcome.NoAnswer;
        await run.RunAsync(TimeSpan.FromSeconds(3));
        _bus.Fate = (_, _) => null;
        int before = _bus.Asked.Count;
        await run.RunAsync(TimeSpan.FromSeconds(10));
        Assert.Equal("ReadHoldingRegisters 9472 0", Asked()[before]);
        Assert.Equal("ReadHoldingRegisters 10 2", Asked()[before + 1]);
    }

    [Fact]
    public async Task Nothing_is_sent_to_another_device_than_the_one_that_was_meant()
    {
        _bus.Registers[(3, 80)] = 8;
        Device(device => device with
        {
            Identity = [new IdentityCheck(SampleSite.Holding(80), 7)],
            Start = [Step(StartAction.WriteSingle, 5, 1, 9)],
        });
        await using var run = Start();
        await run.RunAsync(TimeSpan.FromSeconds(5));
        Assert.All(Asked(), asked => Assert.Equal("ReadHoldingRegisters 80 1", asked));
        var wrong = Quality.Bad(QualityReason.WrongDevice);
        Assert.All(run.Take(), scan => Assert.All(scan.Readings, reading => Assert.Equal(Reading.Missing(reading.Point, reading.TimeMs, wrong), reading)));
        Assert.Equal("identify holding 80 (PLC 40081): expected 7, found 8", run.Findings?.Mismatch?.English);

        _bus.Registers[(3, 80)] = 7;
        await run.RunAsync(TimeSpan.FromSeconds(70));
        Assert.Contains("WriteSingleRegister 5 1", Asked());
        run.Take();
        Assert.Equal(new DeviceFindings(null, null), run.Findings);
    }

    [Fact]
    public async Task A_device_that_lacks_what_it_is_known_by_is_another()
    {
        _bus.Refusal = (_, request) => request.Address == 80 ? ModbusExceptionCode.IllegalDataAddress : ModbusExceptionCode.None;
        Device(device => device with { Identity = [new IdentityCheck(SampleSite.Holding(80), 7)] });
        await using var run = Start();
        await run.RunAsync(TimeSpan.FromSeconds(1));
        run.Take();
        Assert.Equal("identify holding 80 (PLC 40081): expected 7, found refused", run.Findings?.Mismatch?.English);
        Assert.Equal("身份校验 holding 80 (PLC 40081)：应为 7，实际为 拒绝读取", run.Findings?.Mismatch?.Chinese);
    }

    [Theory]
    [InlineData(FirmwareForm.Number, 0x0064, ">=1.4", "firmware 1 (holding 90 (PLC 40091)), the profile holds for >=1.4")]
    [InlineData(FirmwareForm.Number, 0x008C, ">=1.4", null)]
    [InlineData(FirmwareForm.Bytes, 0x0342, ">=3.66", null)]
    [InlineData(FirmwareForm.Bytes, 0x0341, ">=3.66", "firmware 3.65 (holding 90 (PLC 40091)), the profile holds for >=3.66")]
    public async Task A_firmware_that_the_profile_does_not_hold_for_is_told_and_values_stay_good(FirmwareForm form, int word, string range, string? trouble)
    {
        _bus.Registers[(3, 90)] = (ushort)word;
        Device(device => device with { Firmware = Firmware(range, form) });
        await using var run = Start();
        await run.RunAsync(TimeSpan.FromSeconds(1));
        Assert.All(run.Take(), scan => Assert.All(scan.Readings, reading => Assert.True(reading.Quality.IsGood)));
        Assert.Equal((null, trouble), (run.Findings?.Mismatch, run.Findings?.Firmware?.English));
    }

    [Fact]
    public async Task A_text_tells_the_firmware_from_its_first_digit_on()
    {
        foreach (var (address, word) in new[] { (90, "V2"), (91, ".0"), (92, "4b"), (93, "\0\0") })
            _bus.Registers[(3, address)] = (ushort)((word[0] << 8) | word[1]);
        Assert.True(VersionRange.TryParse("<2.4", out var range));
        var version = SampleSite.Holding(90, RegisterType.Text, quantity: 4);
        Device(device => device with { Firmware = new FirmwareCheck(version, FirmwareForm.Text, DecimalFactor.One, range) });
        await using var run = Start();
        await run.RunAsync(TimeSpan.FromSeconds(1));
        run.Take();
        Assert.StartsWith("firmware 2.04 ", run.Findings?.Firmware?.English);
    }

    [Theory]
    [InlineData(2, "V1.2", ">=1.3", "firmware 1.2 (identification object 2), the profile holds for >=1.3")]
    [InlineData(2, "V1.20", "any", null)]
    [InlineData(2, "unknown", "any", "firmware unreadable (identification object 2), the profile holds for any")]
    [InlineData(0x80, "1.4", "<1.4", "firmware 1.4 (identification object 128), the profile holds for <1.4")]
    public async Task A_firmware_told_by_the_device_identification_is_compared_too(byte id, string said, string range, string? trouble)
    {
        foreach (byte basic in new byte[] { 0, 1, id }) _bus.Identification[basic] = "Acme 9"u8.ToArray();
        _bus.Identification[id] = System.Text.Encoding.ASCII.GetBytes(said);
        Device(device => device with { Firmware = Identified(id, range) });
        await using var run = Start();
        await run.RunAsync(TimeSpan.FromSeconds(1));
        Assert.All(run.Take(), scan => Assert.All(scan.Readings, reading => Assert.True(reading.Quality.IsGood)));
        Assert.Equal((null, trouble), (run.Findings?.Mismatch?.English, run.Findings?.Firmware?.English));
    }

    [Theory]
    [InlineData(true, "not answered")]
    [InlineData(false, "refused")]
    public async Task A_device_that_never_heard_of_function_code_43_is_read_all_the_same(bool isSilent, string why)
    {
        if (isSilent) _bus.Fate = (_, request) => request.Function == ModbusFunction.ReadDeviceIdentification ? ModbusOutcome.NoAnswer : null;
        else _bus.Refusal = (_, request) =>
            request.Function == ModbusFunction.ReadDeviceIdentification ? ModbusExceptionCode.IllegalFunction : ModbusExceptionCode.None;
        Device(device => device with { Firmware = Identified(2, "any") });
        await using var run = Start();
        await run.RunAsync(TimeSpan.FromSeconds(5));
        Assert.True(run.Take()[^1].Readings[0].Quality.IsGood);
        Assert.Equal($"the device does not tell its firmware: identification object 2 {why}", run.Findings?.Firmware?.English);
    }

    private static FirmwareCheck Identified(byte id, string range)
    {
        Assert.True(VersionRange.TryParse(range, out var versions));
        return new FirmwareCheck(null, FirmwareForm.Text, DecimalFactor.One, versions) { Object = id };
    }

    [Fact]
    public async Task A_version_can_have_a_register_for_each_part()
    {
        foreach (var (address, part) in new[] { (90, 3), (91, 0), (92, 18) }) _bus.Registers[(3, address)] = (ushort)part;
        Assert.True(VersionRange.TryParse(">=3.1", out var range));
        var version = SampleSite.Holding(90, RegisterType.Text, quantity: 3);
        Device(device => device with { Firmware = new FirmwareCheck(version, FirmwareForm.Words, DecimalFactor.One, range) });
        await using var run = Start();
        await run.RunAsync(TimeSpan.FromSeconds(1));
        run.Take();
        Assert.StartsWith("firmware 3.0.18 ", run.Findings?.Firmware?.English);
    }

    [Fact]
    public async Task A_device_that_does_not_tell_its_firmware_is_read_all_the_same()
    {
        _bus.Refusal = (_, request) => request.Address == 90 ? ModbusExceptionCode.IllegalDataAddress : ModbusExceptionCode.None;
        Device(device => device with { Firmware = Firmware(">=1") });
        await using var run = Start();
        await run.RunAsync(TimeSpan.FromSeconds(1));
        Assert.All(run.Take(), scan => Assert.All(scan.Readings, reading => Assert.True(reading.Quality.IsGood)));
        Assert.Equal("the device does not tell its firmware: holding 90 (PLC 40091) refused", run.Findings?.Firmware?.English);
    }

    [Theory]
    [InlineData(ModbusExceptionCode.ServerDeviceBusy)]
    [InlineData(ModbusExceptionCode.Acknowledge)]
    public async Task A_device_that_has_no_time_to_tell_its_firmware_is_asked_again_and_raises_no_alarm(ModbusExceptionCode notNow)
    {
        bool isBusy = true;
        _bus.Refusal = (_, request) => request.Address == 90 && isBusy ? notNow : ModbusExceptionCode.None;
        _bus.Registers[(3, 90)] = 142;
        Device(device => device with { Firmware = Firmware(">=1.4") });
        await using var run = Start();
        await run.RunAsync(TimeSpan.FromSeconds(3));
        run.Take();
        Assert.Null(run.Findings?.Firmware);

        isBusy = false;
        await run.RunAsync(TimeSpan.FromSeconds(3));
        Assert.True(run.Take()[^1].Readings[0].Quality.IsGood);
        Assert.Equal(new DeviceFindings(null, null), run.Findings);
    }

    [Fact]
    public async Task A_start_that_is_refused_is_tried_again_and_the_log_says_so_once()
    {
        bool refuses = true;
        _bus.Refusal = (_, request) => request.IsWrite && refuses ? ModbusExceptionCode.ServerDeviceBusy : ModbusExceptionCode.None;
        Device(device => device with { Start = [Step(StartAction.WriteSingle, 5, 1, 9)] });
        await using var run = Start();
        await run.RunAsync(TimeSpan.FromSeconds(5));
        Assert.All(run.Take(), scan => Assert.All(scan.Readings, reading => Assert.Equal(QualityReason.Exception, reading.Quality.Reason)));
        Assert.Single(run.Logger.Lines, line => line.Event == 2021);
        refuses = false;
        await run.RunAsync(TimeSpan.FromSeconds(3));
        Assert.True(run.Take()[^1].Readings[0].Quality.IsGood);
    }

    [Fact]
    public async Task Values_are_read_only_when_the_device_says_that_they_are_new()
    {
        _bus.Registers[(3, 39)] = 0;
        Device(device => device with { Ready = new ReadyCheck(SampleSite.Holding(39), 1) });
        await using var run = Start();
        await run.RunAsync(TimeSpan.FromSeconds(1.5));
        Assert.All(run.Take(), scan => Assert.All(scan.Readings, reading => Assert.Equal("B:not-ready", reading.Quality.ToString())));
        Assert.All(Asked(), asked => Assert.Equal("ReadHoldingRegisters 39 1", asked));
        _bus.Registers[(3, 39)] = 1;
        await run.RunAsync(TimeSpan.FromSeconds(1));
        Assert.Equal([3010, 3011], run.Take()[^1].Readings.Select(reading => reading.Number));
    }

    [Fact]
    public async Task A_measurement_that_is_not_ready_is_asked_for_again_soon_and_not_for_ever()
    {
        _bus.Registers[(3, 39)] = 0;
        Device(device => device with { Ready = new ReadyCheck(SampleSite.Holding(39), 1) }, TimeSpan.FromMinutes(1));
        await using var run = Start();
        await run.RunAsync(TimeSpan.FromSeconds(2.5));
        Assert.Equal(3, Asked().Length);
        _bus.Registers[(3, 39)] = 1;
        await run.RunAsync(TimeSpan.FromSeconds(1));
        Assert.Equal([3010, 3011], run.Take()[^1].Readings.Select(reading => reading.Number));

        // In the next interval it is never ready: five repeats, and then the interval is waited for.
        _bus.Registers[(3, 39)] = 0;
        int before = Asked().Length;
        await run.RunAsync(TimeSpan.FromSeconds(70));
        Assert.Equal(6, Asked().Length - before);
        await run.RunAsync(TimeSpan.FromSeconds(40));
        Assert.Equal(6, Asked().Length - before);
        Assert.All(run.Take(), scan => Assert.All(scan.Readings, reading => Assert.Equal("B:not-ready", reading.Quality.ToString())));
    }

    [Fact]
    public async Task A_unit_that_falls_silent_at_the_ready_check_is_silent()
    {
        Device(device => device with { Ready = new ReadyCheck(SampleSite.Holding(39), 1) });
        _bus.Fate = (_, _) => ModbusOutcome.NoAnswer;
        await using var run = Start();
        await run.RunAsync(TimeSpan.FromSeconds(10));
        Assert.All(run.Take(), scan => Assert.All(scan.Readings, reading => Assert.Equal(QualityReason.Timeout, reading.Quality.Reason)));
        Assert.True(_bus.Asked.Count <= 6, $"{_bus.Asked.Count} requests to a silent unit");
    }
}
