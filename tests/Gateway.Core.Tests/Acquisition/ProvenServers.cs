using System.Net;
using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Modbus.Server;

namespace Gateway.Core.Tests.Acquisition;

/// <summary>Servers on loopback, each with a device behind every unit identifier from 1 on.</summary>
internal sealed class ProvenServers : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _running = [];
    private readonly List<int> _ports = [];

    public ProvenServers(IEnumerable<ProvenDevice[]> buses)
    {
        foreach (var devices in buses)
        {
            var server = new ModbusTcpServer(new IPEndPoint(IPAddress.Loopback, 0), ModbusFraming.Mbap, new Store(devices), TimeProvider.System);
            server.Open();
            _ports.Add(server.LocalEndPoint.Port);
            _running.Add(server.RunAsync(_stop.Token));
        }
    }

    public IReadOnlyList<int> Ports => _ports;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
        _stop.Dispose();
    }

    private sealed class Store(ProvenDevice[] devices) : IModbusServerStore
    {
        public ModbusReply Answer(byte unit, in ModbusRequest request, Span<byte> data) => devices[unit - 1].Answer(request, data);

        public bool TakesEmpty(byte unit, in ModbusRequest request) => devices[unit - 1].IsStep(request);
    }
}
