using System.Net;
using System.Net.Sockets;

namespace Gateway.Mqtt.Transports;

/// <summary>Finds the addresses of a broker and opens a socket to one of them.</summary>
internal static class BrokerAddresses
{
    /// <returns>The addresses, or none and why.</returns>
    public static async ValueTask<(IPAddress[] Addresses, string? Fault)> ResolveAsync(string host, CancellationToken cancel)
    {
        if (IPAddress.TryParse(host, out var address)) return ([address], null);
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host, cancel);
            return addresses.Length > 0 ? (addresses, null) : ([], $"'{host}' has no address");
        }
        catch (SocketException e)
        {
            return ([], $"'{host}' does not resolve: {e.Message}");
        }
    }

    /// <returns>A connected socket that sends each write at once, or why there is none.</returns>
    public static async ValueTask<(Socket? Socket, string? Fault)> OpenAsync(IPAddress address, int port, CancellationToken cancel)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, port), cancel);
            return (socket, null);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            return (null, e.Message);
        }
        catch (OperationCanceledException)
        {
            socket.Dispose();
            throw;
        }
    }
}
