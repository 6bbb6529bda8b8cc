using System.Net;
using System.Net.Sockets;

namespace Gateway.Fieldbus.Transports;

/// <summary>Looks up the addresses of a host.</summary>
public static class HostNames
{
    /// <param name="host">A name or an address.</param>
    /// <param name="cancel">Ends the waiting at once: getaddrinfo(3) itself cannot be ended, and takes half a minute where no name server answers.</param>
    /// <exception cref="SocketException">The name is not known.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Task<IPAddress[]> AddressesAsync(string host, CancellationToken cancel) => AddressesAsync(host, Dns.GetHostAddressesAsync, cancel);

    /// <param name="lookUp">As the framework does it: its token only keeps a look-up from beginning.</param>
    internal static Task<IPAddress[]> AddressesAsync(string host, Func<string, CancellationToken, Task<IPAddress[]>> lookUp, CancellationToken cancel) =>
        lookUp(host, cancel).WaitAsync(cancel);
}
