using System.Net;
using System.Net.Sockets;

namespace Gateway.Mqtt.Transports;

/// <summary>Finds the addresses of a broker and opens a socket to one of them.</summary>
internal static class BrokerAddresses
{
    // tcp(7): TCP_MAXSEG, told to the broker in the handshake, so that it keeps to it too.
    private const int TcpLevel = 6, MaximumSegmentOption = 2;

    // RFC 9293, section 3.7.1: what every host must take without being asked.
    private const int SmallSegment = 536;

    /// <param name="cancel">Ends the waiting at once.</param>
    /// <returns>The addresses, or none and why.</returns>
    public static ValueTask<(IPAddress[] Addresses, string? Fault)> ResolveAsync(string host, CancellationToken cancel) =>
        ResolveAsync(host, Dns.GetHostAddressesAsync, cancel);

    /// <param name="lookUp">As the framework does it: its token only keeps a look-up from beginning. getaddrinfo(3) itself cannot be ended, and takes half a
    /// minute where no name server answers.</param>
    internal static async ValueTask<(IPAddress[] Addresses, string? Fault)> ResolveAsync(
        string host, Func<string, CancellationToken, Task<IPAddress[]>> lookUp, CancellationToken cancel)
    {
        if (IPAddress.TryParse(host, out var address)) return ([address], null);
        try
        {
            var addresses = await lookUp(host, cancel).WaitAsync(cancel);
            return addresses.Length > 0 ? (addresses, null) : ([], $"'{host}' has no address");
        }
        catch (SocketException e)
        {
            return ([], $"'{host}' does not resolve: {e.Message}");
        }
    }

    /// <param name="smallSegments">Keeps every packet, also the broker's, below what any way of the internet carries.</param>
    /// <returns>A connected socket that sends each write at once, or why there is none.</returns>
    public static async ValueTask<(Socket? Socket, string? Fault)> OpenAsync(IPAddress address, int port, bool smallSegments, CancellationToken cancel)
    {
        Socket? socket = null;
        try
        {
            // Without a free descriptor there is not even a socket.
            socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            if (smallSegments && OperatingSystem.IsLinux()) socket.SetRawSocketOption(TcpLevel, MaximumSegmentOption, BitConverter.GetBytes(SmallSegment));
            await socket.ConnectAsync(new IPEndPoint(address, port), cancel);
            return (socket, null);
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            return (null, e.Message);
        }
        catch (OperationCanceledException)
        {
            socket?.Dispose();
            throw;
        }
    }
}
