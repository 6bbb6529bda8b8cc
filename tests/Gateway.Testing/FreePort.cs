using System.Net;
using System.Net.Sockets;

namespace Gateway.Testing;

/// <summary>A port of 127.0.0.1 for a program that cannot be told "any". It can be taken before it is used, so whoever asks tries again.</summary>
public static class FreePort
{
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
