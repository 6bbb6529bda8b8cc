namespace Gateway.Cli.Commissioning;

/// <summary>A bus in the list.</summary>
/// <param name="Name">What to write into a site file: the port's stable name, or the address.</param>
/// <param name="Kind">serial, tcp or udp.</param>
/// <param name="Device">The kernel's name of the port.</param>
/// <param name="Adapter">What the adapter is; null on a network.</param>
/// <param name="SiteBus">Its name in the site file; null when it has none.</param>
/// <param name="HeldBy">Programs that have it open, as far as this user may see.</param>
internal sealed record BusLineReport(
    string Name, string Kind, string Device, IReadOnlyList<string> StableNames, string? Adapter, string? SiteBus, string? Serial, IReadOnlyList<string> HeldBy);
