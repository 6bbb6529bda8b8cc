using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Modbus.Framing;
using Gateway.Fieldbus.Tests.Modbus.Peers;
using Gateway.Testing;

namespace Gateway.Fieldbus.Tests.Modbus.Client;

/// <summary>RTU on a line: noise, echo, silence, and devices that do what devices should not.</summary>
public sealed class SerialLineTests : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);
    private static readonly ModbusRequest TwoRegisters = ModbusRequest.ReadHoldingRegisters(0, 2);
    private static readonly ModbusSerialSettings Settings = ModbusSerialSettings.ForRtu(9600, 11);

    private readonly TestClock _clock = new();
    private readonly ScriptedTransport _line = new();
    private readonly byte[] _data = new byte[252];

    public ValueTask DisposeAsync() => _line.DisposeAsync();

    [Fact]
    public void The_silent_interval_is_3_5_characters_and_1_75_ms_above_19200_baud()
    {
        Assert.Equal(3.5 * 11 / 9600, ModbusSerialSettings.ForRtu(9600, 11).SilentInterval.TotalSeconds, 6);
        Assert.Equal(3.5 * 10 / 19200, ModbusSerialSettings.ForRtu(19200, 10).SilentInterval.TotalSeconds, 6);
        Assert.Equal(0.00175, ModbusSerialSettings.ForRtu(38400, 11).SilentInterval.TotalSeconds, 6);
        Assert.Equal(TimeSpan.Zero, ModbusSerialSettings.ForAscii(9600, 10).SilentInterval);
        Assert.Equal(TimeSpan.Zero, new ModbusSerialSettings().SilentInterval);
    }

    [Fact]
    public async Task The_silent_interval_is_kept_between_an_answer_and_the_next_request()
    {
        await using var client = ModbusClients.Rtu(_line, Settings, _clock);
        await AssertSoundAsync(client, WithCrc("01 03 04 00 11 00 22"));
        var waiting = Ask(client);
        Assert.False(_line.HasSent);
        _clock.Advance(TimeSpan.FromMilliseconds(3));
        Assert.False(_line.HasSent);
        _clock.Advance(TimeSpan.FromMilliseconds(3));
        await _line.SentAsync();
        _line.Give(WithCrc("01 03 04 00 11 00 22"));
        Assert.True((await waiting.Soon()).IsOk);
    }

    [Fact]
    public async Task An_answer_is_found_behind_noise()
    {
        await using var client = ModbusClients.Rtu(_line, Settings, _clock);
        await AssertSoundAsync(client, [0x00, 0xFF, .. WithCrc("01 03 04 00 11 00 22")]);
    }

    [Fact]
    public async Task What_lay_on_the_line_before_the_request_is_thrown_away()
    {
        await using var client = ModbusClients.Rtu(_line, new ModbusSerialSettings(), _clock);
        await AssertSoundAsync(client, WithCrc("01 03 04 00 11 00 22"));
        _line.Give(WithCrc("01 03 04 DE AD DE AD"));
        await AssertSoundAsync(client, WithCrc("01 03 04 00 11 00 22"));
    }

    [Theory]
    [InlineData("03", "03 04 00 11 00 22")]
    [InlineData("06", "06 00 07 00 09")]
    public async Task Our_own_echo_is_taken_away_when_the_adapter_hears_itself(string function, string pdu)
    {
        var request = function == "06" ? ModbusRequest.WriteSingleRegister(7, 9) : TwoRegisters;
        await using var client = ModbusClients.Rtu(_line, Settings with { LocalEcho = true }, _clock);
        var waiting = client.RequestAsync(1, request, _data, Timeout, CancellationToken.None).AsTask();
        var sent = await _line.SentAsync();
        _line.Give(sent[..3]);
        _line.Give(sent[3..]);
        await _line.DrainedAsync();
        Assert.False(waiting.IsCompleted);
        _line.Give(WithCrc($"01 {pdu}"));
        Assert.True((await waiting.Soon()).IsOk);
    }

    [Fact]
    public async Task An_echo_alone_is_no_answer()
    {
        await using var client = ModbusClients.Rtu(_line, Settings with { LocalEcho = true }, _clock);
        var waiting = client.RequestAsync(1, ModbusRequest.WriteSingleRegister(7, 9), _data, Timeout, CancellationToken.None).AsTask();
        _line.Give(await _line.SentAsync());
        await TimeOutAsync();
        Assert.Equal(ModbusOutcome.NoAnswer, (await waiting.Soon()).Outcome);
    }

    [Fact]
    public async Task An_adapter_that_does_not_echo_after_all_is_still_understood()
    {
        await using var client = ModbusClients.Rtu(_line, Settings with { LocalEcho = true }, _clock);
        await AssertSoundAsync(client, WithCrc("01 03 04 00 11 00 22"));
    }

    [Fact]
    public async Task A_wrong_check_sum_is_told_soon_and_does_not_wait_for_the_time_out()
    {
        await using var client = ModbusClients.Rtu(_line, Settings, _clock);
        var waiting = Ask(client);
        await _line.SentAsync();
        var damaged = WithCrc("01 03 04 00 11 00 22");
        damaged[^1] ^= 1;
        _line.Give(damaged);
        await _line.DrainedAsync();
        _clock.Advance(Settings.QuietTime);
        Assert.Equal(ModbusOutcome.CheckSumError, (await waiting.Soon()).Outcome);
        Assert.Equal(1, client.Counters.CheckSumErrors);
        await AssertSoundAfterQuietAsync(client);
    }

    [Theory]
    [InlineData("02 03 04 00 11 00 22", ModbusOutcome.Mismatch)]
    [InlineData("01 04 04 00 11 00 22", ModbusOutcome.Mismatch)]
    [InlineData("01 03 02 00 11", ModbusOutcome.Mismatch)]
    public async Task Another_units_frame_is_not_believed_and_the_right_one_may_still_come(string foreign, ModbusOutcome outcome)
    {
        await using var client = ModbusClients.Rtu(_line, Settings, _clock);
        await AssertSoundAsync(client, [.. WithCrc(foreign), .. WithCrc("01 03 04 00 11 00 22")]);

        _clock.Advance(Settings.QuietTime);
        var waiting = Ask(client);
        await _line.SentAsync();
        _line.Give(WithCrc(foreign));
        await TimeOutAsync();
        Assert.Equal(outcome, (await waiting.Soon()).Outcome);
        await AssertSoundAfterQuietAsync(client);
    }

    [Fact]
    public async Task A_write_that_is_confirmed_with_another_value_is_a_mismatch()
    {
        await using var client = ModbusClients.Rtu(_line, Settings, _clock);
        var waiting = client.RequestAsync(1, ModbusRequest.WriteSingleRegister(7, 9), _data, Timeout, CancellationToken.None).AsTask();
        await _line.SentAsync();
        _line.Give(WithCrc("01 06 00 07 00 0A"));
        Assert.Equal(ModbusOutcome.Mismatch, (await waiting.Soon()).Outcome);
    }

    [Fact]
    public async Task A_short_answer_is_incomplete()
    {
        await using var client = ModbusClients.Rtu(_line, Settings, _clock);
        var waiting = Ask(client);
        await _line.SentAsync();
        _line.Give(WithCrc("01 03 04 00 11 00 22")[..^3]);
        await TimeOutAsync();
        Assert.Equal(ModbusOutcome.Incomplete, (await waiting.Soon()).Outcome);
        await AssertSoundAfterQuietAsync(client);
    }

    [Fact]
    public async Task An_exception_code_is_shown_and_leaves_the_line_sound()
    {
        await using var client = ModbusClients.Rtu(_line, Settings, _clock);
        var waiting = Ask(client);
        await _line.SentAsync();
        _line.Give(WithCrc("01 83 02"));
        Assert.Equal(ModbusExceptionCode.IllegalDataAddress, (await waiting.Soon()).Exception);
    }

    [Fact]
    public async Task After_silence_a_late_answer_is_dropped_before_the_next_request_is_sent()
    {
        await using var client = ModbusClients.Rtu(_line, Settings, _clock);
        var first = Ask(client);
        await _line.SentAsync();
        await TimeOutAsync();
        Assert.Equal(ModbusOutcome.NoAnswer, (await first.Soon()).Outcome);

        var second = Ask(client);
        await _line.DrainedAsync();
        _clock.Advance(TimeSpan.FromMilliseconds(30));
        _line.Give(WithCrc("01 03 04 DE AD DE AD"));
        await _line.DrainedAsync();
        _clock.Advance(TimeSpan.FromMilliseconds(30));
        Assert.False(_line.HasSent);
        _clock.Advance(TimeSpan.FromMilliseconds(30));
        await _line.SentAsync();
        _line.Give(WithCrc("01 03 04 00 11 00 22"));
        Assert.True((await second.Soon()).IsOk);
        Assert.Equal(Hex.Bytes("00 11 00 22"), _data[..4]);
        Assert.Equal(1, client.Counters.LateAnswers);
    }

    [Fact]
    public async Task Foreign_bytes_without_end_cost_one_time_out_and_no_memory()
    {
        await using var client = ModbusClients.Rtu(_line, Settings, _clock);
        _line.Flood = Hex.Bytes("01 03 04 55 AA 01 03 04");
        var waiting = Task.Run(() => Ask(client));
        await _line.SentAsync();
        _clock.Advance(Timeout + TimeSpan.FromMilliseconds(20));
        var answer = await waiting.Soon();
        Assert.False(answer.IsOk);
        Assert.NotEqual(ModbusOutcome.NoAnswer, answer.Outcome);
    }

    [Fact]
    public async Task A_broadcast_is_not_answered_and_keeps_the_turnaround_delay()
    {
        await using var client = ModbusClients.Rtu(_line, Settings, _clock);
        var waiting = client.RequestAsync(0, ModbusRequest.WriteSingleRegister(7, 9), _data, TimeSpan.FromMilliseconds(20), CancellationToken.None).AsTask();
        Assert.Equal(WithCrc("00 06 00 07 00 09"), await _line.SentAsync());
        Assert.False(waiting.IsCompleted);
        _clock.Advance(Settings.TurnaroundDelay + 8 * Settings.CharacterTime + TimeSpan.FromMilliseconds(1));
        Assert.True((await waiting.Soon()).IsOk);
    }

    [Fact]
    public async Task A_slow_line_gets_time_for_the_request_itself()
    {
        // 29 characters of 11 bits at 300 baud take a second before the server can begin.
        await using var client = ModbusClients.Rtu(_line, ModbusSerialSettings.ForRtu(300, 11), _clock);
        var waiting = client.RequestAsync(1, ModbusRequest.WriteMultipleRegisters(0, new ushort[10]), _data, Timeout, CancellationToken.None).AsTask();
        await _line.SentAsync();
        await _line.DrainedAsync();
        _clock.Advance(1.9 * Timeout);
        Assert.False(waiting.IsCompleted);
        _line.Give(WithCrc("01 10 00 00 00 0A"));
        Assert.True((await waiting.Soon()).IsOk);
    }

    [Fact]
    public async Task A_lost_line_is_a_lost_connection_and_is_opened_again()
    {
        await using var client = ModbusClients.Rtu(_line, Settings, _clock);
        var waiting = Ask(client);
        await _line.SentAsync();
        _line.HangUp();
        Assert.Equal(ModbusOutcome.NoConnection, (await waiting.Soon()).Outcome);
        await AssertSoundAsync(client, WithCrc("01 03 04 00 11 00 22"));
        Assert.Equal(2, _line.Opened);
    }

    [Fact]
    public async Task An_ascii_answer_is_found_behind_noise_and_a_damaged_frame()
    {
        await using var client = ModbusClients.Ascii(_line, ModbusSerialSettings.ForAscii(9600, 10), _clock);
        var waiting = Ask(client);
        Assert.Equal(":010300000002FA\r\n"u8.ToArray(), await _line.SentAsync());
        _line.Give([.. "\0~:01030400110022C4\r\n"u8, .. ":01030400110022C5\r\n"u8]);
        Assert.True((await waiting.Soon()).IsOk);
        Assert.Equal(Hex.Bytes("00 11 00 22"), _data[..4]);
    }

    private Task<ModbusAnswer> Ask(IModbusClient client) => client.RequestAsync(1, TwoRegisters, _data, Timeout, CancellationToken.None).AsTask();

    private async Task TimeOutAsync()
    {
        await _line.DrainedAsync();
        _clock.Advance(Timeout + TimeSpan.FromMilliseconds(20));
    }

    private async Task AssertSoundAsync(IModbusClient client, byte[] answer)
    {
        var waiting = Ask(client);
        await _line.SentAsync();
        _line.Give(answer);
        Assert.Equal(ModbusOutcome.Ok, (await waiting.Soon()).Outcome);
        Assert.Equal(Hex.Bytes("00 11 00 22"), _data[..4]);
    }

    private async Task AssertSoundAfterQuietAsync(IModbusClient client)
    {
        var waiting = Ask(client);
        await _line.DrainedAsync();
        Assert.False(_line.HasSent);
        _clock.Advance(Settings.QuietTime);
        await _line.SentAsync();
        _line.Give(WithCrc("01 03 04 00 11 00 22"));
        Assert.Equal(ModbusOutcome.Ok, (await waiting.Soon()).Outcome);
    }

    private static byte[] WithCrc(string frame) => [.. Hex.Bytes(frame), .. BitConverter.GetBytes(Crc16.Of(Hex.Bytes(frame)))];
}
