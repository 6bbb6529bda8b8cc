using System.Net;
using System.Net.Sockets;
using Gateway.Core.Site;
using Gateway.Fieldbus.Transports;
using Gateway.Hosting;

namespace Gateway.Cli;

/// <summary>Whether two descriptions of a bus mean the same port or endpoint, whatever they call it.</summary>
internal static class PlaceComparison
{
    /// <summary>As far as it can be told without asking a name server: a port by where its name leads, an endpoint by how its host is written.</summary>
    public static bool AreWrittenSame(BusPlace place, BusModel bus)
    {
        if (place.Transport != bus.Transport || place.Port != bus.Port) return false;
        return bus.Transport == BusTransport.Serial
            ? Resolved(place.Address) == Resolved(bus.Address)
            : place.Address.Equals(bus.Address, StringComparison.OrdinalIgnoreCase);
    }

    public static async Task<bool> AreSameAsync(BusPlace place, BusModel bus, CancellationToken cancel)
    {
        if (AreWrittenSame(place, bus)) return true;
        if (place.Transport != bus.Transport || place.Port != bus.Port || bus.Transport == BusTransport.Serial) return false;
        var one = await AddressesAsync(place.Address, cancel);
        return (await AddressesAsync(bus.Address, cancel)).Any(one.Contains);
    }

    /// <summary>Where a stable name leads now.</summary>
    private static string Resolved(string path)
    {
        string full = Path.GetFullPath(path);
        return Path.Exists(full) ? new FileInfo(full).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? full : full;
    }

    private static async Task<IPAddress[]> AddressesAsync(string host, CancellationToken cancel)
    {
        try
        {
            return IPAddress.TryParse(host, out var address) ? [address] : await HostNames.AddressesAsync(host, cancel);
        }
        catch (SocketException)
        {
            // A name that leads nowhere is no other's either.
            return [];
        }
    }
}
