using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Tests.Modbus.Peers;
using Gateway.Fieldbus.Transports;
using Gateway.Testing;

namespace Gateway.Fieldbus.Tests.Modbus.Client;

/// <summary>Servers that do what servers should not. Each test runs with one request in flight and with the pipelined client.</summary>
public sealed class MisbehavingTcpServerTests : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);
    private static readonly ModbusRequest TwoRegisters = ModbusRequest.ReadHoldingRegisters(0, 2);

    private readonly TestClock _clock = new();
    private readonly ScriptedTransport _server = new();
    private readonly CancellationTokenSource _cancel = new();
    private readonly byte[] _data = new byte[252];

    public void Dispose() => _cancel.Dispose();

    [Theory, InlineData(1), InlineData(4)]
    public async Task An_answer_with_another_transaction_identifier_is_dropped_and_counted(int inFlight)
    {
        await using var client = Client(inFlight);
        var waiting = Ask(client);
        var asked = await _server.SentAsync();
        _server.Give(Answer(asked, "03 04 DE AD DE AD", transaction: asked[1] ^ 1));
        await TimeOutAsync();
        Assert.Equal(ModbusOutcome.Mismatch, (await waiting.Soon()).Outcome);
        Assert.Equal(1, client.Counters.LateAnswers);
        Assert.Equal(1, _server.Opened);
        await AssertNextIsSoundAsync(client);
    }

    [Theory, InlineData(1), InlineData(4)]
    public async Task A_late_answer_is_never_given_to_the_next_request(int inFlight)
    {
        await using var client = Client(inFlight);
        var first = Ask(client);
        var asked = await _server.SentAsync();
        await TimeOutAsync();
        Assert.Equal(ModbusOutcome.NoAnswer, (await first.Soon()).Outcome);

        var second = Ask(client);
        var askedAgain = await _server.SentAsync();
        _server.Give(Answer(asked, "03 04 DE AD DE AD"));
        _server.Give(Answer(askedAgain, "03 04 00 11 00 22"));
        await AssertSoundAsync(second);
        Assert.Equal(1, client.Counters.LateAnswers);
        Assert.Equal(1, client.Counters.Timeouts);
    }

    [Theory]
    [InlineData(1, 2, "03 04 00 11 00 11")]
    [InlineData(4, 2, "03 04 00 11 00 11")]
    [InlineData(1, 1, "04 04 00 11 00 11")]
    [InlineData(4, 1, "04 04 00 11 00 11")]
    [InlineData(1, 1, "03 FA 00 11 00 11")]
    [InlineData(4, 1, "03 FA 00 11 00 11")]
    [InlineData(1, 1, "03 02 00 11")]
    [InlineData(4, 1, "03 02 00 11")]
    public async Task Wrong_unit_wrong_function_and_wrong_byte_count_are_mismatches_at_once(int inFlight, byte unit, string pdu)
    {
        await using var client = Client(inFlight);
        var waiting = Ask(client);
        _server.Give(Answer(await _server.SentAsync(), pdu, unit));
        var answer = await waiting.Soon();
        Assert.Equal(ModbusOutcome.Mismatch, answer.Outcome);
        Assert.NotNull(answer.Detail);
        Assert.Equal(0, answer.Length);
        Assert.All(_data, b => Assert.Equal(0, b));
        Assert.Equal(1, client.Counters.Mismatches);
        await AssertNextIsSoundAsync(client);
    }

    [Theory]
    [InlineData(1, "00 01 00 09 00 07 01 03 04 00 11 00 11")]
    [InlineData(4, "00 01 00 09 00 07 01 03 04 00 11 00 11")]
    [InlineData(1, "00 01 00 00 FF FF 01 03 04 00 11 00 11")]
    [InlineData(4, "00 01 00 00 FF FF 01 03 04 00 11 00 11")]
    [InlineData(1, "E7 11 5C A0 07 99 00 01 02 03 04 05 06 07 08 09 0A")]
    [InlineData(4, "E7 11 5C A0 07 99 00 01 02 03 04 05 06 07 08 09 0A")]
    public async Task Wrong_protocol_huge_length_and_garbage_close_the_connection_and_the_next_request_opens_another(int inFlight, string bytes)
    {
        await using var client = Client(inFlight);
        var waiting = Ask(client);
        await _server.SentAsync();
        _server.Give(Hex.Bytes(bytes));
        Assert.Equal(ModbusOutcome.Mismatch, (await waiting.Soon()).Outcome);
        await AssertNextIsSoundAsync(client);
        Assert.Equal(2, _server.Opened);
        Assert.Equal(2, client.Counters.Connects);
    }

    [Theory, InlineData(1), InlineData(4)]
    public async Task A_short_answer_is_incomplete_and_closes_the_connection(int inFlight)
    {
        await using var client = Client(inFlight);
        var waiting = Ask(client);
        var asked = await _server.SentAsync();
        _server.Give(Answer(asked, "03 04 00 11 00 11")[..^1]);
        await TimeOutAsync();
        Assert.Equal(ModbusOutcome.Incomplete, (await waiting.Soon()).Outcome);
        await AssertNextIsSoundAsync(client);
        Assert.Equal(2, _server.Opened);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(4, 2)]
    [InlineData(1, 6)]
    [InlineData(4, 6)]
    public async Task An_exception_code_is_shown(int inFlight, byte code)
    {
        await using var client = Client(inFlight);
        var waiting = Ask(client);
        _server.Give(Answer(await _server.SentAsync(), $"83 {code:X2}"));
        var answer = await waiting.Soon();
        Assert.Equal(ModbusOutcome.Exception, answer.Outcome);
        Assert.Equal((ModbusExceptionCode)code, answer.Exception);
        Assert.Equal(1, client.Counters.Exceptions);
        await AssertNextIsSoundAsync(client);
        Assert.Equal(1, _server.Opened);
    }

    [Theory, InlineData(1), InlineData(4)]
    public async Task The_second_of_two_answers_is_not_used(int inFlight)
    {
        await using var client = Client(inFlight);
        var waiting = Ask(client);
        var asked = await _server.SentAsync();
        _server.Give([.. Answer(asked, "03 04 00 11 00 22"), .. Answer(asked, "03 04 DE AD DE AD")]);
        await AssertSoundAsync(waiting);
        await AssertNextIsSoundAsync(client);
        Assert.Equal(1, client.Counters.LateAnswers);
        Assert.Equal(1, _server.Opened);
    }

    [Theory, InlineData(1), InlineData(4)]
    public async Task Silence_costs_one_time_out(int inFlight)
    {
        await using var client = Client(inFlight);
        var waiting = Ask(client);
        await _server.SentAsync();
        await _server.DrainedAsync();
        _clock.Advance(Timeout - TimeSpan.FromMilliseconds(10));
        Assert.False(waiting.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(10));
        Assert.Equal(ModbusOutcome.NoAnswer, (await waiting.Soon()).Outcome);
        await AssertNextIsSoundAsync(client);
        Assert.Equal(1, _server.Opened);
    }

    [Theory, InlineData(1), InlineData(4)]
    public async Task An_answer_that_drips_in_byte_by_byte_does_not_stretch_the_time_out(int inFlight)
    {
        await using var client = Client(inFlight);
        var waiting = Ask(client);
        var answer = Answer(await _server.SentAsync(), "03 04 00 11 00 11");
        int given = 0;
        for (; given < 3; given++)
        {
            Assert.False(waiting.IsCompleted);
            _server.Give(answer[given]);
            await _server.DrainedAsync();
            _clock.Advance(TimeSpan.FromMilliseconds(400));
        }
        Assert.Equal(ModbusOutcome.Incomplete, (await waiting.Soon()).Outcome);
    }

    [Theory, InlineData(1), InlineData(4)]
    public async Task A_peer_that_closes_in_the_middle_of_its_answer_is_a_lost_connection(int inFlight)
    {
        await using var client = Client(inFlight);
        var waiting = Ask(client);
        _server.Give(Answer(await _server.SentAsync(), "03 04 00 11 00 11")[..5]);
        await _server.DrainedAsync();
        _server.HangUp();
        Assert.Equal(ModbusOutcome.NoConnection, (await waiting.Soon()).Outcome);
        await AssertNextIsSoundAsync(client);
        Assert.Equal(1, client.Counters.ConnectionsLost);
    }

    [Theory, InlineData(1), InlineData(4)]
    public async Task A_connection_that_the_peer_closed_while_it_was_idle_costs_no_request(int inFlight)
    {
        await using var client = Client(inFlight);
        await AssertNextIsSoundAsync(client);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await AssertNextIsSoundAsync(client);
        Assert.Equal(1, client.Counters.Connects);

        _server.HangUp();
        // The pipelined client always reads and sees it by itself.
        while (inFlight > 1 && _server.IsOpen) await Task.Yield();
        _clock.Advance(TimeSpan.FromMinutes(1));
        await AssertNextIsSoundAsync(client);
        Assert.Equal(2, client.Counters.Connects);
        Assert.Equal(0, client.Counters.ConnectionsLost);
    }

    [Theory, InlineData(1), InlineData(4)]
    public async Task A_refused_connection_is_told_with_its_reason_and_tried_again_by_the_next_request(int inFlight)
    {
        await using var client = Client(inFlight);
        _server.Refusal = new TransportException(TransportFault.Refused, "connection refused");
        var answer = await Ask(client).Soon();
        Assert.Equal((ModbusOutcome.NoConnection, "connection refused"), (answer.Outcome, answer.Detail));
        Assert.False(_server.HasSent);
        _server.Refusal = null;
        await AssertNextIsSoundAsync(client);
        Assert.Equal(1, client.Counters.Connects);
    }

    [Theory, InlineData(1), InlineData(4)]
    public async Task Opening_takes_no_longer_than_the_time_out(int inFlight)
    {
        await using var client = Client(inFlight);
        _server.OpeningHangs = true;
        var waiting = Ask(client);
        _clock.Advance(Timeout);
        Assert.Equal(ModbusOutcome.NoConnection, (await waiting.Soon()).Outcome);
        _server.OpeningHangs = false;
        await AssertNextIsSoundAsync(client);
    }

    [Theory, InlineData(1), InlineData(4)]
    public async Task A_request_that_cannot_be_written_in_time_closes_the_connection(int inFlight)
    {
        await using var client = Client(inFlight);
        _server.WritingHangs = true;
        var waiting = Ask(client);
        _clock.Advance(Timeout);
        var outcome = (await waiting.Soon()).Outcome;
        Assert.True(outcome is ModbusOutcome.NoConnection or ModbusOutcome.NoAnswer, $"{outcome}");
        _server.WritingHangs = false;
        await AssertNextIsSoundAsync(client);
        Assert.Equal(2, _server.Opened);
    }

    [Theory, InlineData(1), InlineData(4)]
    public async Task The_answer_to_a_cancelled_request_is_dropped_when_it_comes(int inFlight)
    {
        await using var client = Client(inFlight);
        var waiting = client.RequestAsync(1, TwoRegisters, _data, Timeout, _cancel.Token).AsTask();
        var asked = await _server.SentAsync();
        await _cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Soon());

        var next = Ask(client);
        var askedAgain = await _server.SentAsync();
        _server.Give([.. Answer(asked, "03 04 DE AD DE AD"), .. Answer(askedAgain, "03 04 00 11 00 22")]);
        await AssertSoundAsync(next);
        Assert.Equal(1, client.Counters.LateAnswers);
    }

    [Fact]
    public async Task Answers_in_any_order_go_to_the_requests_they_belong_to()
    {
        await using var client = Client(4);
        var memories = Enumerable.Range(0, 4).Select(_ => new byte[252]).ToArray();
        var waiting = memories.Select(m => client.RequestAsync(1, TwoRegisters, m, Timeout, CancellationToken.None).AsTask()).ToArray();
        var asked = new List<byte[]>();
        while (asked.Count < 4) asked.Add(await _server.SentAsync());
        for (int i = 3; i >= 0; i--) _server.Give(Answer(asked[i], $"03 04 00 {i:X2} 00 {i:X2}"));
        await Task.WhenAll(waiting).Soon();
        for (int i = 0; i < 4; i++) Assert.Equal(i, memories[i][1]);
    }

    [Fact]
    public async Task No_more_requests_are_on_the_wire_than_allowed()
    {
        await using var client = Client(2);
        var waiting = Enumerable.Range(0, 3).Select(_ => client.RequestAsync(1, TwoRegisters, new byte[252], Timeout, CancellationToken.None).AsTask())
            .ToArray();
        var first = await _server.SentAsync();
        var second = await _server.SentAsync();
        await _server.DrainedAsync();
        Assert.False(_server.HasSent);
        _server.Give(Answer(second, "03 04 00 11 00 22"));
        var third = await _server.SentAsync();
        _server.Give([.. Answer(third, "03 04 00 11 00 22"), .. Answer(first, "03 04 00 11 00 22")]);
        Assert.All(await Task.WhenAll(waiting).Soon(), answer => Assert.True(answer.IsOk));
    }

    [Fact]
    public async Task Each_request_on_the_wire_has_its_own_time_out()
    {
        await using var client = Client(4);
        var patient = client.RequestAsync(1, TwoRegisters, _data, 5 * Timeout, CancellationToken.None).AsTask();
        var asked = await _server.SentAsync();
        var hasty = client.RequestAsync(1, TwoRegisters, new byte[252], Timeout, CancellationToken.None).AsTask();
        await _server.SentAsync();
        await _server.DrainedAsync();
        _clock.Advance(Timeout);
        Assert.Equal(ModbusOutcome.NoAnswer, (await hasty.Soon()).Outcome);
        Assert.False(patient.IsCompleted);
        _server.Give(Answer(asked, "03 04 00 11 00 22"));
        await AssertSoundAsync(patient);
    }

    [Fact]
    public async Task A_lost_connection_ends_every_request_on_the_wire()
    {
        await using var client = Client(4);
        var waiting = Enumerable.Range(0, 4).Select(_ => client.RequestAsync(1, TwoRegisters, new byte[252], Timeout, CancellationToken.None).AsTask())
            .ToArray();
        for (int i = 0; i < 4; i++) await _server.SentAsync();
        _server.HangUp();
        Assert.All(await Task.WhenAll(waiting).Soon(), answer => Assert.Equal(ModbusOutcome.NoConnection, answer.Outcome));
        await AssertNextIsSoundAsync(client);
    }

    [Theory, InlineData(1), InlineData(4)]
    public async Task A_datagram_that_makes_no_sense_is_dropped_and_the_answer_behind_it_is_used(int inFlight)
    {
        await using var client = ModbusClients.Udp(_server, new ModbusTcpSettings { MaximumInFlight = inFlight }, _clock);
        var waiting = Ask(client);
        var asked = await _server.SentAsync();
        _server.Give(Hex.Bytes("DE AD BE EF DE AD BE EF"));
        _server.Give(Answer(asked, "03 04 00 11 00 22")[..^2]);
        _server.Give(Answer(asked, "03 04 00 11 00 22"));
        await AssertSoundAsync(waiting);
        Assert.Equal(1, _server.Opened);
    }

    private IModbusClient Client(int inFlight) => ModbusClients.Tcp(_server, new ModbusTcpSettings { MaximumInFlight = inFlight }, _clock);

    private Task<ModbusAnswer> Ask(IModbusClient client) => client.RequestAsync(1, TwoRegisters, _data, Timeout, CancellationToken.None).AsTask();

    private async Task TimeOutAsync()
    {
        await _server.DrainedAsync();
        _clock.Advance(Timeout);
    }

    private async Task AssertNextIsSoundAsync(IModbusClient client)
    {
        var waiting = Ask(client);
        _server.Give(Answer(await _server.SentAsync(), "03 04 00 11 00 22"));
        await AssertSoundAsync(waiting);
    }

    private async Task AssertSoundAsync(Task<ModbusAnswer> waiting)
    {
        var answer = await waiting.Soon();
        Assert.Equal((ModbusOutcome.Ok, 4), (answer.Outcome, answer.Length));
        Assert.Equal(Hex.Bytes("00 11 00 22"), _data[..4]);
    }

    private static byte[] Answer(byte[] asked, string pdu, byte unit = 1, int? transaction = null)
    {
        var bytes = Hex.Bytes(pdu);
        return [asked[0], (byte)(transaction ?? asked[1]), 0, 0, 0, (byte)(bytes.Length + 1), unit, .. bytes];
    }
}
