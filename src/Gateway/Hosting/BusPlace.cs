using Gateway.Core.Site;

namespace Gateway.Hosting;

/// <summary>Where a bus of the running service is, so that a command that names the place finds the bus.</summary>
/// <param name="Address">Device path, or host.</param>
/// <param name="Port">0 on a serial port.</param>
internal sealed record BusPlace(string Name, BusTransport Transport, string Address, int Port)
{
    public static IReadOnlyList<BusPlace> Of(SiteModel site) => [.. site.Buses.Select(Of)];

    public static BusPlace Of(BusModel bus) => new(bus.Name, bus.Transport, bus.Address, bus.Port);
}
