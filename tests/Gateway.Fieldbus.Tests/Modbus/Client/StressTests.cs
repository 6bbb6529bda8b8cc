using System.Buffers.Binary;
using System.Net;
using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Modbus.Server;
using Gateway.Fieldbus.Tests.Modbus.Peers;
using Gateway.Testing;

namespace Gateway.Fieldbus.Tests.Modbus.Client;

public sealed class StressTests
{
    [Theory, InlineData(1), InlineData(8), InlineData(64)]
    public async Task Answers_never_go_astray_while_callers_give_up_and_time_runs_out(int inFlight)
    {
        const int Count = 3000;
        var clock = new TestClock();
        var store = new ModbusMemoryStore();
        for (int i = 0; i < Count; i++) store.Unit(1)[ModbusTable.HoldingRegisters, (ushort)i] = (ushort)(i + 1);
        store.Unit(1).Mood = request => request.Address % 11 == 0 ? ModbusReply.Silence : null;
        using var stop = new CancellationTokenSource();
        var server = new ModbusTcpServer(new IPEndPoint(IPAddress.Loopback, 0), ModbusFraming.Mbap, store, TimeProvider.System);
        server.Open();
        var serving = server.RunAsync(stop.Token);
        var client = ModbusClients.Tcp(new SocketTransport(server.LocalEndPoint), new ModbusTcpSettings { MaximumInFlight = inFlight }, clock);
        Assert.NotNull(await RequestAsync(client, 1));
        await using var pace = ModbusClients.Tcp(new SocketTransport(server.LocalEndPoint), new ModbusTcpSettings(), TimeProvider.System);

        var requests = Task.WhenAll(Enumerable.Range(0, Count).Select(i => RequestAsync(client, (ushort)i)));
        while (!requests.IsCompleted)
        {
            // Time goes on no faster than the server answers somebody else, however busy the machine is.
            await RequestAsync(pace, 1);
            clock.Advance(TimeSpan.FromMilliseconds(20));
        }
        var results = await requests;

        Assert.All(results.Index(), result => Assert.True(result.Item is null || result.Item == result.Index + 1, $"{result}"));
        Assert.True(results.Count(value => value is not null) > Count / 4, "too few answers to mean anything");
        var counters = client.Counters;
        Assert.True(counters.Timeouts > 0);
        Assert.Equal(0, counters.Exceptions + counters.CheckSumErrors);

        await client.DisposeAsync();
        await stop.CancelAsync();
        await serving.Soon();
    }

    /// <returns>The register, or null when there was no answer or this caller gave up, as every seventh does.</returns>
    private static async Task<ushort?> RequestAsync(IModbusClient client, ushort address)
    {
        using var cancel = new CancellationTokenSource();
        var data = new byte[252];
        var request = client.RequestAsync(1, ModbusRequest.ReadHoldingRegisters(address, 1), data, TimeSpan.FromSeconds(1), cancel.Token).AsTask();
        if (address % 7 == 0)
        {
            await Task.Yield();
            await cancel.CancelAsync();
        }
        try
        {
            return (await request.Soon()).IsOk ? BinaryPrimitives.ReadUInt16BigEndian(data) : null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
