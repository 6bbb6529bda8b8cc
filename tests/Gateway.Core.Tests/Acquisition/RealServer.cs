using System.Net;
using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Modbus.Server;

namespace Gateway.Core.Tests.Acquisition;

/// <summary>A Modbus server on loopback whose port stays the same when it goes away and returns.</summary>
internal sealed class RealServer : IAsyncDisposable
{
    private readonly ModbusFraming _framing;
    private CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public RealServer(ModbusFraming framing = ModbusFraming.Mbap)
    {
        _framing = framing;
        Start();
    }

    public ModbusMemoryStore Store { get; } = new();

    public int Port { get; private set; }

    public void Start()
    {
        _stop = new CancellationTokenSource();
        var server = new ModbusTcpServer(new IPEndPoint(IPAddress.Loopback, Port), _framing, Store, TimeProvider.System);
        server.Open();
        Port = server.LocalEndPoint.Port;
        _running = server.RunAsync(_stop.Token);
    }

    public async Task GoAwayAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_running.IsCompleted) await GoAwayAsync();
    }
}
