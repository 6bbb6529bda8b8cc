using System.Buffers.Binary;
using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Modbus.Server;
using Gateway.Fieldbus.Tests.Modbus.Peers;
using Gateway.Testing;

namespace Gateway.Fieldbus.Tests.Modbus.Client;

/// <summary>What every Modbus client must do, whatever its framing, its transport and its maker. Subclass it and say how client and server meet.</summary>
public abstract class ModbusClientContract : IAsyncLifetime
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    private readonly ModbusMemoryStore _store = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly byte[] _data = new byte[252];
    private IModbusClient _client = null!;
    private Task _serving = Task.CompletedTask;

    /// <summary>The client's clock; it stands still unless a test moves it.</summary>
    private TestClock Clock { get; } = new();

    private ModbusMemoryUnit Unit => _store.Unit(17);

    /// <summary>Serves the store and makes a client for it.</summary>
    /// <returns>The client, and the serving, which ends when stopped.</returns>
    protected abstract (IModbusClient Client, Task Serving) Connect(IModbusServerStore store, TimeProvider clientClock, CancellationToken stop);

    public ValueTask InitializeAsync()
    {
        (_client, _serving) = Connect(_store, Clock, _stop.Token);
        _ = Unit;
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _stop.CancelAsync();
        await _serving.Soon();
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Registers_arrive_as_big_endian_pairs_in_address_order()
    {
        Unit.Set(ModbusTable.HoldingRegisters, 107, [0x022B, 0x0000, 0x0064]);
        Unit.Set(ModbusTable.InputRegisters, 8, [0x000A]);
        await AssertDataAsync("02 2B 00 00 00 64", ModbusRequest.ReadHoldingRegisters(107, 3));
        await AssertDataAsync("00 0A", ModbusRequest.ReadInputRegisters(8, 1));
    }

    [Fact]
    public async Task Coils_and_discrete_inputs_arrive_packed_lowest_address_in_the_lowest_bit()
    {
        Unit.Set(ModbusTable.Coils, 19, [1, 0, 1, 1, 0, 0, 1, 1, 1]);
        Unit.Set(ModbusTable.DiscreteInputs, 19, [0, 1]);
        await AssertDataAsync("CD 01", ModbusRequest.ReadCoils(19, 10));
        await AssertDataAsync("02", ModbusRequest.ReadDiscreteInputs(19, 3));
    }

    [Fact]
    public async Task The_largest_requests_fit()
    {
        for (ushort i = 0; i < 125; i++) Unit[ModbusTable.HoldingRegisters, i] = (ushort)(i * 257);
        var answer = await RequestAsync(ModbusRequest.ReadHoldingRegisters(0, 125));
        Assert.Equal(250, answer.Length);
        for (int i = 0; i < 125; i++) Assert.Equal(i * 257, BinaryPrimitives.ReadUInt16BigEndian(_data.AsSpan(2 * i)));

        Assert.Equal(250, (await RequestAsync(ModbusRequest.ReadCoils(0, 2000))).Length);
        Assert.True((await RequestAsync(ModbusRequest.WriteMultipleRegisters(9, [.. Enumerable.Range(1, 123).Select(i => (ushort)i)]))).IsOk);
        Assert.Equal(123, Unit[ModbusTable.HoldingRegisters, 131]);
        Assert.True((await RequestAsync(ModbusRequest.WriteMultipleCoils(5, [.. Enumerable.Repeat(true, 1968)]))).IsOk);
        Assert.Equal(1, Unit[ModbusTable.Coils, 1972]);
        Assert.Equal(0, Unit[ModbusTable.Coils, 1973]);
    }

    [Fact]
    public async Task Writes_arrive_and_are_confirmed_without_data()
    {
        await AssertDataAsync("", ModbusRequest.WriteSingleCoil(172, true));
        await AssertDataAsync("", ModbusRequest.WriteSingleRegister(1, 0xBEEF));
        await AssertDataAsync("", ModbusRequest.WriteMultipleCoils(20, [true, false, true]));
        await AssertDataAsync("", ModbusRequest.WriteMultipleRegisters(30, [0x12, 8]));
        await AssertDataAsync("", ModbusRequest.MaskWriteRegister(30, 0x00F2, 0x0025));
        await AssertDataAsync("00 17 00 08", ModbusRequest.ReadWriteMultipleRegisters(30, 2, 40, [9]));
        Assert.Equal(1, Unit[ModbusTable.Coils, 172]);
        Assert.Equal(0xBEEF, Unit[ModbusTable.HoldingRegisters, 1]);
        Assert.Equal(1, Unit[ModbusTable.Coils, 22]);
        Assert.Equal(0x17, Unit[ModbusTable.HoldingRegisters, 30]);
        Assert.Equal(9, Unit[ModbusTable.HoldingRegisters, 40]);
    }

    [Fact]
    public async Task A_device_says_who_it_is_in_as_many_answers_as_it_needs()
    {
        Unit.Identify(0, "Acme"u8);
        Unit.Identify(1, new byte[200]);
        Unit.Identify(2, "1.4"u8);
        Unit.Identify(0x80, new byte[100]);
        var seen = new List<byte>();
        byte? next = 0;
        while (next is { } from)
        {
            var answer = await RequestAsync(ModbusRequest.ReadDeviceIdentification(ModbusDeviceIdentificationAccess.Extended, from));
            var part = ModbusDeviceIdentification.TryParse(_data.AsSpan(0, answer.Length));
            Assert.NotNull(part);
            seen.AddRange(part.Objects.Select(o => o.Key));
            next = part.NextObject;
        }
        Assert.Equal([0, 1, 2, 0x80], seen);
    }

    [Fact]
    public async Task An_exception_code_is_a_value_and_the_callers_memory_stays_untouched()
    {
        Unit.RemoveRange(ModbusTable.HoldingRegisters, 50, 1);
        _data.AsSpan().Fill(0xEE);
        var answer = await RequestAsync(ModbusRequest.ReadHoldingRegisters(49, 2));
        Assert.Equal(ModbusOutcome.Exception, answer.Outcome);
        Assert.Equal(ModbusExceptionCode.IllegalDataAddress, answer.Exception);
        Assert.Equal(0, answer.Length);
        Assert.All(_data, b => Assert.Equal(0xEE, b));

        Unit.Mood = _ => ModbusReply.Refused(ModbusExceptionCode.ServerDeviceBusy);
        Assert.Equal(ModbusExceptionCode.ServerDeviceBusy, (await RequestAsync(ModbusRequest.WriteSingleCoil(0, true))).Exception);
    }

    [Fact]
    public async Task A_silent_unit_costs_one_time_out_and_the_next_request_gets_its_own_answer()
    {
        Unit[ModbusTable.HoldingRegisters, 5] = 0x1234;
        var asked = Hang();
        var waiting = RequestAsync(ModbusRequest.ReadHoldingRegisters(1, 1));
        await asked.Task.Soon();
        Assert.False(waiting.IsCompleted);
        Clock.Advance(Timeout);

        var answer = await waiting;
        Assert.Equal(ModbusOutcome.NoAnswer, answer.Outcome);
        Assert.NotNull(answer.Detail);
        Assert.InRange(answer.Elapsed, Timeout - TimeSpan.FromMilliseconds(2), Timeout + TimeSpan.FromMilliseconds(2));
        Assert.Equal(Clock.GetUtcNow(), answer.ReceivedAt);
        Unit.Mood = null;
        await AssertDataAsync("12 34", ModbusRequest.ReadHoldingRegisters(5, 1));
        Assert.Equal(1, _client.Counters.Timeouts);
    }

    [Fact]
    public async Task A_caller_who_gives_up_gets_an_exception_and_leaves_the_client_sound()
    {
        Unit[ModbusTable.HoldingRegisters, 5] = 0x1234;
        using var cancel = new CancellationTokenSource();
        var asked = Hang();
        var waiting = _client.RequestAsync(17, ModbusRequest.ReadHoldingRegisters(1, 1), _data, Timeout, cancel.Token);
        await asked.Task.Soon();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Soon());
        Unit.Mood = null;
        await AssertDataAsync("12 34", ModbusRequest.ReadHoldingRegisters(5, 1));
    }

    [Fact]
    public async Task Requests_given_all_at_once_each_get_their_own_answer()
    {
        for (ushort i = 0; i < 200; i++) Unit[ModbusTable.HoldingRegisters, i] = (ushort)(i + 1000);
        var values = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            var data = new byte[252];
            var answer = await _client.RequestAsync(17, ModbusRequest.ReadHoldingRegisters((ushort)i, 1), data, Timeout, CancellationToken.None).Soon();
            return answer.IsOk ? BinaryPrimitives.ReadUInt16BigEndian(data) : -1;
        }));
        Assert.Equal(Enumerable.Range(1000, 200), values);
        Assert.Equal(200, _client.Counters.Ok);
    }

    [Fact]
    public async Task Requests_that_wait_are_sent_in_the_order_they_came()
    {
        var order = new List<int>();
        Unit.Mood = request =>
        {
            lock (order) order.Add(request.Address);
            return null;
        };
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i =>
            _client.RequestAsync(17, ModbusRequest.ReadCoils((ushort)i, 1), new byte[252], Timeout, CancellationToken.None).Soon()));
        Assert.Equal(Enumerable.Range(0, 50), order);
    }

    [Fact]
    public async Task A_closed_client_opens_itself_again()
    {
        Unit[ModbusTable.HoldingRegisters, 5] = 0x1234;
        Assert.Equal(0, _client.Counters.Connects);
        await AssertDataAsync("12 34", ModbusRequest.ReadHoldingRegisters(5, 1));
        await _client.CloseAsync();
        await _client.CloseAsync();
        await AssertDataAsync("12 34", ModbusRequest.ReadHoldingRegisters(5, 1));
        Assert.Equal(2, _client.Counters.Connects);
    }

    [Fact]
    public async Task Memory_that_is_too_small_is_the_callers_mistake() =>
        await Assert.ThrowsAsync<ArgumentException>(() =>
            _client.RequestAsync(17, ModbusRequest.ReadHoldingRegisters(0, 2), new byte[3], Timeout, CancellationToken.None).AsTask());

    [Fact]
    public async Task A_disposed_client_says_so()
    {
        await RequestAsync(ModbusRequest.ReadCoils(0, 1));
        await _client.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => RequestAsync(ModbusRequest.ReadCoils(0, 1)));
    }

    private async Task<ModbusAnswer> RequestAsync(ModbusRequest request) =>
        await _client.RequestAsync(17, request, _data, Timeout, CancellationToken.None).Soon();

    private async Task AssertDataAsync(string expected, ModbusRequest request)
    {
        var answer = await RequestAsync(request);
        Assert.Equal((ModbusOutcome.Ok, null), (answer.Outcome, answer.Detail));
        Assert.Equal(Hex.Bytes(expected), _data[..answer.Length]);
    }

    /// <summary>Makes the unit silent and tells when it was asked.</summary>
    private TaskCompletionSource Hang()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Unit.Mood = _ =>
        {
            asked.TrySetResult();
            return ModbusReply.Silence;
        };
        return asked;
    }
}
