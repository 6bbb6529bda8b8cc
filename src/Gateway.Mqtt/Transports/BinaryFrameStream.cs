using System.Net.WebSockets;

namespace Gateway.Mqtt.Transports;

/// <summary>The bytes in the binary frames of a WebSocket. Where a frame ends has no meaning: packets may lie across frames [MQTT-6.0.0-2].</summary>
/// <param name="webSocket">Open.</param>
/// <param name="connection">What the WebSocket came from, closed with it.</param>
internal sealed class BinaryFrameStream(WebSocket webSocket, IDisposable connection) : Stream
{
    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <returns>Bytes of a frame; 0 when the broker has closed.</returns>
    /// <exception cref="IOException">The connection is broken, or the broker sent text.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            ValueWebSocketReceiveResult frame;
            try
            {
                frame = await webSocket.ReceiveAsync(buffer, cancellationToken);
            }
            catch (WebSocketException e) when (e is { WebSocketErrorCode: WebSocketError.ConnectionClosedPrematurely, InnerException: null })
            {
                return 0;   // closed without a closing handshake, as many brokers do
            }
            catch (Exception e) when (IsBroken(e, cancellationToken))
            {
                throw Broken(e);
            }
            // [MQTT-6.0.0-1]
            if (frame.MessageType == WebSocketMessageType.Text) throw new IOException("the broker sent a text frame, where MQTT wants binary ones");
            bool isEmpty = frame.Count == 0 && frame.MessageType == WebSocketMessageType.Binary;
            if (!isEmpty || buffer.IsEmpty) return frame.Count;
        }
    }

    /// <summary>Sends one binary frame.</summary>
    /// <exception cref="IOException">The connection is broken.</exception>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await webSocket.SendAsync(buffer, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
        }
        catch (Exception e) when (IsBroken(e, cancellationToken))
        {
            throw Broken(e);
        }
    }

    /// <summary>Says that nothing more will be sent. What the broker still sends can be read.</summary>
    /// <exception cref="IOException">The connection is broken.</exception>
    public async ValueTask FinishWritingAsync(CancellationToken cancel)
    {
        try
        {
            await webSocket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancel);
        }
        catch (Exception e) when (IsBroken(e, cancel))
        {
            throw Broken(e);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
        // A frame is sent when it is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            webSocket.Dispose();
            connection.Dispose();
        }
        base.Dispose(disposing);
    }

    // A WebSocket that was aborted by the other direction says so with a cancellation that nobody asked for.
    private static bool IsBroken(Exception e, CancellationToken cancel) =>
        e is WebSocketException or ObjectDisposedException || (e is OperationCanceledException && !cancel.IsCancellationRequested);

    private static IOException Broken(Exception e) =>
        e.InnerException is IOException inner ? new IOException(inner.Message, inner.InnerException) : new IOException(e.Message);
}
