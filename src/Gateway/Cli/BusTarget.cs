using Gateway.Core.Site;

namespace Gateway.Cli;

/// <summary>The bus that a command line names.</summary>
/// <param name="Written">As it was written; what next commands repeat.</param>
/// <param name="Bus">How it is opened.</param>
/// <param name="Site">The site file's model; null when there is none, or none that is sound.</param>
/// <param name="SiteBus">The site's bus at the same place, whose service has to lend it; null when the place is none of the site's.</param>
/// <param name="IsSerialAsked">Whether the line settings were asked for; otherwise they are the site's or the usual ones.</param>
internal sealed record BusTarget(string Written, BusModel Bus, SiteModel? Site, BusModel? SiteBus, bool IsSerialAsked)
{
    /// <summary>The file that the site was read from.</summary>
    public string SiteFile { get; init; } = "";

    /// <summary>Where the service that has this site keeps its data, also when the site file has mistakes by now; null when nobody knows.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Whether units are only looked for on it.</summary>
    public bool IsScanned { get; init; }

    /// <summary>Whether a weighing protocol is spoken on it.</summary>
    public bool IsScale => Bus.Framing == BusFraming.Scale;

    /// <summary>The scales that the site has on it.</summary>
    public IReadOnlyList<DeviceModel> Scales =>
        Site is { } site && SiteBus is { } bus ? [.. site.Devices.Where(device => device.Bus == bus.Number && device.Scale is not null)] : [];

    /// <summary>The same, opened to hear scales on it.</summary>
    public BusTarget ForScales() => this with { Bus = Bus with { Framing = BusFraming.Scale } };

    public bool IsSerial => Bus.Transport == BusTransport.Serial;
}
