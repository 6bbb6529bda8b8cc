using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Gateway.Hosting;

/// <summary>Who is at the other end of the local socket, as the kernel knows it and not as he says.</summary>
internal static class LocalPeer
{
    // unix(7), SO_PEERCRED: struct ucred { pid_t pid; uid_t uid; gid_t gid; } of whoever called connect(2).
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;
    private const int CredentialsLength = 12;

    /// <returns>Zero and -1 when the kernel does not tell.</returns>
    public static (int ProcessId, int UserId) Of(HttpContext http)
    {
        if (http.Features.Get<IConnectionSocketFeature>()?.Socket is not { AddressFamily: AddressFamily.Unix } socket) return (0, -1);
        Span<byte> credentials = stackalloc byte[CredentialsLength];
        try
        {
            int length = socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials);
            return length < CredentialsLength ? (0, -1) : (MemoryMarshal.Read<int>(credentials), MemoryMarshal.Read<int>(credentials[sizeof(int)..]));
        }
        catch (SocketException)
        {
            return (0, -1);
        }
    }
}
