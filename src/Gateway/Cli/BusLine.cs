using Gateway.Core.Acquisition;
using Gateway.Core.Commissioning;
using Gateway.Core.Site;
using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Serial;
using Gateway.Fieldbus.Transports;
using Gateway.Hosting;

namespace Gateway.Cli;

/// <summary>A bus in the hands of one command: its open transport and the client on it. One request at a time.</summary>
/// <param name="lease">When the bus is borrowed: asked before anything is opened or sent.</param>
internal sealed class BusLine(BusTarget target, TimeProvider time, IBusLease? lease = null) : IAsyncDisposable
{
    private IModbusClient? _client;
    private RecordedTransport? _transport;

    public BusTarget Target => target;

    /// <summary>Whether the gateway polls it, and has paused for as long as this command has it.</summary>
    public bool IsBorrowed => lease is not null;

    /// <summary>How it is open now.</summary>
    public BusModel Bus { get; private set; } = target.Bus;

    /// <summary>The bytes of the last exchange.</summary>
    public RecordedTransport Record => _transport ?? throw new InvalidOperationException("the bus is not open");

    /// <summary>Of a bus on which Modbus is spoken; scales have none.</summary>
    public IModbusClient Client => _client ?? throw new InvalidOperationException("the bus is not open, or carries scales");

    public TimeProvider Time => time;

    /// <summary>Whether somebody has lent the bus; else nobody polls it.</summary>
    public bool IsLent => lease is not null;

    /// <summary>Told of every piece that is sent or comes in.</summary>
    public Action<bool, ReadOnlyMemory<byte>>? Seen { get; init; }

    /// <summary>Where the bytes of a bus go; a port or a socket of this machine unless it says otherwise.</summary>
    public Func<BusModel, ITransport> Transport { get; init; } = bus => BusClientFactory.Transport(bus, time);

    /// <exception cref="TransportException">It cannot be opened.</exception>
    public async Task OpenAsync(CancellationToken cancel)
    {
        var transport = Transport(Bus);
        _transport = new RecordedTransport(lease is null ? transport : new LentTransport(transport, lease, time)) { Seen = Seen };
        // Opened here and not by the first request, so that what is in the way has its own words and exit code.
        await _transport.OpenAsync(cancel);
        if (Bus.Framing != BusFraming.Scale) _client = BusClientFactory.Client(Bus, _transport, time, target.IsScanned);
    }

    /// <summary>Opens a serial port anew with other settings.</summary>
    /// <exception cref="TransportException">It cannot be opened.</exception>
    public async Task ChangeSettingsAsync(SerialSettings serial, CancellationToken cancel)
    {
        if (Bus.Serial == serial) return;
        await DisposeAsync();
        Bus = Bus with { Serial = serial, Display = $"{Bus.Address} {serial}" };
        await OpenAsync(cancel);
    }

    /// <summary>Has whoever lent the bus record a write to it. A bus that is nobody's has nobody to record it.</summary>
    /// <returns>Whether the write may be made.</returns>
    public async Task<bool> RecordAsync(RegisterWriteNote note, CancellationToken cancel) => lease is null || await lease.RecordAsync(note, cancel);

    public async ValueTask DisposeAsync()
    {
        if (_client is not null) await _client.DisposeAsync();
        else if (_transport is not null) await _transport.DisposeAsync();
        (_client, _transport) = (null, null);
    }
}
