using Gateway.Core.Profiles;
using Gateway.Core.Site;
using Gateway.Fieldbus.Scales;
using Gateway.Fieldbus.Transports;

namespace Gateway.Core.Acquisition.Weighing;

/// <summary>From the scales of a bus to the client that speaks with them. Opens nothing: the first wait does.</summary>
internal static class ScaleClientFactory
{
    /// <param name="devices">The scales of the bus: of one protocol, and only one of them unless they have addresses.</param>
    /// <param name="transport">The way to the bus; the client's from then on.</param>
    /// <exception cref="ArgumentException">There is no scale among the devices: none that configuration lets through.</exception>
    public static ScaleClient Create(BusModel bus, IReadOnlyList<DeviceModel> devices, ITransport transport, TimeProvider time)
    {
        var scale = devices.Select(device => device.Scale).OfType<ScaleModel>().FirstOrDefault() ?? throw new ArgumentException($"{bus.Display} has no scale");
        var options = scale.IsAddressed ? scale.Options with { Address = null } : scale.Options;
        var settings = Settings(bus, devices) with { Stability = scale.Mode == ScaleModes.Streaming ? scale.Stability?.Rule : null };
        return new ScaleClient(transport, ScaleProtocols.Create(scale.Protocol, options), settings, time);
    }

    private static ScaleSettings Settings(BusModel bus, IReadOnlyList<DeviceModel> devices)
    {
        var timeout = devices.Max(device => device.Timeout);
        return new ScaleSettings
        {
            // A time-out that nobody chose says nothing of how long this protocol's answers take.
            AnswerTime = timeout == ProfileDefaults.Timeout ? null : timeout,
            StaleAfter = timeout == ProfileDefaults.Timeout ? ProfileDefaults.StreamTimeout : timeout,
            CharacterTime = bus.Serial is { } line ? TimeSpan.FromSeconds((double)line.BitsPerCharacter / line.BaudRate) : TimeSpan.Zero,
        };
    }
}
