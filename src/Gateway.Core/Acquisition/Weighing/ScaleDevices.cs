using Gateway.Core.Acquisition.Polling;
using Gateway.Core.Site;
using Gateway.Fieldbus.Scales;
using Gateway.Fieldbus.Transports;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Acquisition.Weighing;

/// <summary>The scales of a bus: the one that talks by itself is listened to, those that answer are asked.</summary>
/// <remarks>The listener runs beside the polls because what nobody reads grows old in the line's buffer.</remarks>
internal sealed class ScaleDevices : IBusDevices
{
    private readonly ScaleClient _client;
    private readonly BusScale[] _scales;
    private readonly ScalePoller[] _pollers;
    private readonly ScaleListener? _listener;
    private CancellationTokenSource? _listening;
    private Task _hearing = Task.CompletedTask;

    /// <param name="site">The model that holds the bus, its scales and their points.</param>
    /// <param name="bus">A bus on which scales speak.</param>
    /// <param name="transport">The way to the bus; disposed with the devices.</param>
    public ScaleDevices(SiteModel site, BusModel bus, ITransport transport, TimeProvider time, ILogger logger)
    {
        List<DeviceModel> devices = [.. site.Devices.Where(device => device.Bus == bus.Number)];
        _client = ScaleClientFactory.Create(bus, devices, transport, time);
        ScaleGroup[] groups = [.. devices.SelectMany(device => ScaleGroup.Of(device, [.. device.Points.Select(point => site.Points[point])]))];
        _scales = [.. groups.Select(group => group.Scale).Distinct()];
        var stream = Array.Find(_scales, scale => scale.Device.Scale!.Mode == ScaleModes.Streaming);
        bool isWatched = stream is null && bus.Transport == BusTransport.Serial;
        Owner = new LinkOwner(bus, _client.CloseAsync, isWatched ? () => transport.IsOpen : null, time, logger);
        var wire = new ScaleWire(_client, Owner, logger);
        if (stream is not null) _listener = new ScaleListener(stream, wire, Owner, logger);
        foreach (var scale in _scales.Where(scale => scale != stream))
            if (scale.Device.Firmware is { Command: not null } check) scale.Firmware = new ScaleFirmware(scale, check, wire, Owner, logger);
        _pollers = [.. groups.Select(group => new ScalePoller(group, wire, Owner, _listener))];
    }

    public LinkOwner Owner { get; }

    public IReadOnlyList<IGroupPoller> Pollers => _pollers;

    public IReadOnlyList<BusUnit> Units => [.. _scales.Select(scale => scale.Unit)];

    public int MostUnderWay => 1;

    public bool IsListening => _listener is not null;

    public long LateAnswers => _client.Counters.Strays;

    public void Resume()
    {
        if (_listener is null) return;
        _listener.Forget();
        foreach (var poller in _pollers) poller.Forget();
        _listening = new CancellationTokenSource();
        _hearing = _listener.RunAsync(_listening.Token);
    }

    public async ValueTask PauseAsync()
    {
        if (_listening is not { } listening) return;
        await listening.CancelAsync();
        await _hearing;
        listening.Dispose();
        _listening = null;
    }

    public IReadOnlyList<UnitSnapshot> UnitSnapshots() => [.. _scales.Select(scale => scale.Unit.Snapshot([scale.Device.Number]))];

    public ValueTask DisposeAsync()
    {
        Owner.Dispose();
        _listening?.Dispose();
        return _client.DisposeAsync();
    }
}
