using System.Net;
using System.Net.Sockets;
using Gateway.Core.Site;
using Gateway.Hosting;

namespace Gateway.Cli;

/// <summary>Whether two descriptions of a bus mean the same port or endpoint, whatever they call it.</summary>
internal static class PlaceComparison
{
    public static async Task<bool> AreSameAsync(BusPlace place, BusModel bus, CancellationToken cancel)
    {
        if (place.Transport != bus.Transport || place.Port != bus.Port) return false;
        if (place.Address.Equals(bus.Address, StringComparison.OrdinalIgnoreCase)) return true;
        if (bus.Transport == BusTransport.Serial) return Resolved(place.Address) == Resolved(bus.Address);
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
            return IPAddress.TryParse(host, out var address) ? [address] : await Dns.GetHostAddressesAsync(host, cancel);
        }
        catch (SocketException)
        {
            // A name that leads nowhere is no other's either.
            return [];
        }
    }
}
