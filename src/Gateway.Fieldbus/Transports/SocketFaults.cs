using System.Net.Sockets;

namespace Gateway.Fieldbus.Transports;

/// <summary>What a socket's error means to a person: the likely cause and the next step.</summary>
internal static class SocketFaults
{
    public static TransportException CannotOpen(string name, SocketException error) => error.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => new(
            TransportFault.Refused, $"{name} refuses: the device is there, but nothing listens on this port, or it has no connection left.", error),
        SocketError.ConnectionReset or SocketError.ConnectionAborted => new(
            TransportFault.PeerGone, $"{name} closes the connection at once; usually all connections it can have are taken.", error),
        SocketError.TimedOut => TimedOut(name),
        SocketError.HostNotFound or SocketError.NoData => new(
            TransportFault.NotFound, $"{name}: the name is not known. Check its spelling, or use the address.", error),
        SocketError.TryAgain or SocketError.NoRecovery => new(
            TransportFault.NotFound, $"{name}: the name server does not answer. Use the address, or check the network.", error),
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.AddressNotAvailable or SocketError.NetworkDown => new(
            TransportFault.NotFound, $"{name}: there is no way to this address ({error.Message}). Check cable, switch, address and network mask.", error),
        SocketError.AccessDenied => new(
            TransportFault.PermissionDenied, $"{name}: the operating system forbids the connection; usually a firewall rule of this machine.", error),
        _ => new(TransportFault.Other, $"{name} cannot be reached: {error.Message}.", error),
    };

    public static TransportException TimedOut(string name) => new(
        TransportFault.TimedOut, $"{name} does not answer: the device is off, the address is another's, or a firewall drops the packets.");

    public static TransportException Gone(string name, SocketException? error = null) => error?.SocketErrorCode is SocketError.ConnectionRefused
        ? CannotOpen(name, error)
        : new(TransportFault.PeerGone, $"{name}: the connection is closed{(error is null ? "" : $" ({error.Message})")}.", error);
}
