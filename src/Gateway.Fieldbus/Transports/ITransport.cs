namespace Gateway.Fieldbus.Transports;

/// <summary>Moves bytes to and from one bus: a TCP connection, a UDP socket, a serial port, a pseudo-terminal. Knows nothing of frames.</summary>
/// <remarks>
/// One owner at a time; members are not safe to call concurrently, except that a read and a write may be under way together.
/// A transport can be opened again after it was closed or lost its peer: <see cref="OpenAsync"/> always starts from a clean state.
/// </remarks>
public interface ITransport : IAsyncDisposable
{
    /// <summary>What a person would recognise: <c>tcp://192.0.2.20:502</c>, <c>/dev/ttyUSB0</c>.</summary>
    string Name { get; }

    /// <summary>Whether <see cref="OpenAsync"/> succeeded and neither <see cref="CloseAsync"/> nor a lost peer has ended it since.</summary>
    bool IsOpen { get; }

    /// <summary>Opens the way to the bus.</summary>
    /// <exception cref="TransportException">It cannot be opened; the exception says why and what is likely.</exception>
    ValueTask OpenAsync(CancellationToken cancel);

    /// <summary>Reads what has arrived, waiting for at least one byte.</summary>
    /// <returns>Bytes read; 0 when the peer has gone (end of stream, adapter unplugged): the transport is then closed.</returns>
    ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancel);

    /// <summary>Writes all bytes; on a serial port, returns when they have been handed to the driver.</summary>
    /// <exception cref="TransportException">The peer has gone; the transport is then closed.</exception>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel);

    /// <summary>Throws away what has arrived and was not read: the late answer to an old question.</summary>
    /// <returns>Whether there was anything.</returns>
    bool DiscardInput();

    /// <summary>Closes; does nothing when closed already.</summary>
    ValueTask CloseAsync();
}
