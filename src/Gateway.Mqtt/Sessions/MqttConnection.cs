using System.Buffers;
using Gateway.Mqtt.Packets;

namespace Gateway.Mqtt.Sessions;

/// <summary>One connection from CONNACK to its end: a reader, a writer and a watch, which end together.</summary>
/// <remarks>
/// It ends at once, or with a farewell: the writer writes the rest and a DISCONNECT and closes its direction, and the reader throws away
/// what still comes until the broker closes too, or two seconds have passed.
/// </remarks>
internal sealed class MqttConnection(
    OpenedConnection opened, OutputQueue output, ConnectionWatch watch, PacketHandler handle, int maximumPacketSize, TimeProvider time) : IDisposable
{
    // A slow line makes progress slice by slice, and is not taken for a broker that does not read.
    private const int WriteSlice = 64 * 1024;

    private readonly CancellationTokenSource _stop = new();
    private MqttConnectionEnd? _end;
    private string? _writeFault;
    private bool _farewellIsOver;
    private long _bytesSent;
    private long _bytesReceived;

    public OutputQueue Output => output;

    public ConnectionWatch Watch => watch;

    public ProtocolVersion Version => opened.Version;

    public long BytesSent => Volatile.Read(ref _bytesSent);

    public long BytesReceived => Volatile.Read(ref _bytesReceived);

    /// <summary>Runs until the connection has ended and nothing of it is left.</summary>
    public async Task<MqttConnectionEnd> RunAsync()
    {
        var watching = WatchAsync();
        var writing = WriteAsync();
        try
        {
            await ReadAsync();
        }
        finally
        {
            await _stop.CancelAsync();
            await writing;
            await watching;
            await opened.Input.CompleteAsync();
            Close();
        }
        return _end!;
    }

    /// <summary>Ends the connection now; only the first reason counts.</summary>
    /// <returns>Whether this is the reason; false when it has ended already, or is saying farewell.</returns>
    public bool End(MqttEndCause cause, MqttReasonCode reason, string detail)
    {
        bool isFirst = TrySetEnd(new MqttConnectionEnd(reason, cause == MqttEndCause.BrokerDisconnected, detail) { Cause = cause });
        if (isFirst) _stop.Cancel();
        return isFirst;
    }

    /// <summary>Ends the connection now, also in the middle of a farewell; only the first reason counts.</summary>
    public void Break(MqttEndCause cause, MqttReasonCode reason, string detail)
    {
        if (End(cause, reason, detail)) return;
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The farewell was over just now.
        }
    }

    /// <summary>Ends the connection after what waits to be written and a DISCONNECT; only the first reason counts.</summary>
    public void EndWithFarewell(MqttEndCause cause, MqttReasonCode reason, string detail)
    {
        if (!TrySetEnd(new MqttConnectionEnd(reason, false, detail) { Cause = cause })) return;
        // 3.1.1, section 3.14: DISCONNECT means that all is well; otherwise closing says enough, and the will is published.
        bool canSay = Version == ProtocolVersion.V5 || reason == MqttReasonCode.Success;
        watch.FarewellBegins();
        output.Complete(canSay ? new DisconnectPacket(reason) : null);
    }

    public void Dispose() => _stop.Dispose();

    private bool TrySetEnd(MqttConnectionEnd end) => Interlocked.CompareExchange(ref _end, end, null) is null;

    private async Task ReadAsync()
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                var read = await opened.Input.ReadAsync(_stop.Token);
                watch.Received();
                var rest = HandleAll(read.Buffer);
                Volatile.Write(ref _bytesReceived, _bytesReceived + read.Buffer.Length - rest.Length);
                opened.Input.AdvanceTo(rest.Start, rest.End);
                if (!read.IsCompleted) continue;
                End(MqttEndCause.BrokerClosed, MqttReasonCode.UnspecifiedError, "the broker closed the connection");
                return;
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The end has its reason already.
        }
        catch (IOException e)
        {
            End(MqttEndCause.NetworkFailed, MqttReasonCode.UnspecifiedError, _writeFault ?? e.Message);
        }
    }

    /// <summary>Handles every whole packet and gives back what is left; after the end everything is thrown away.</summary>
    private ReadOnlySequence<byte> HandleAll(ReadOnlySequence<byte> received)
    {
        while (Volatile.Read(ref _end) is null)
        {
            var status = PacketFrame.TryRead(ref received, maximumPacketSize, out var frame, out var fault);
            if (status == OperationStatus.NeedMoreData) return received;
            if (status == OperationStatus.Done) fault = Handle(frame);
            if (fault is not null) EndWithFarewell(MqttEndCause.BrokerBrokeProtocol, fault.Reason, $"the broker broke the protocol: {fault.Detail}");
        }
        return received.Slice(received.End);
    }

    private PacketFault? Handle(PacketFrame frame)
    {
        PacketFault? fault;
        switch (frame.Type)
        {
            case PacketType.PingResp:
                if (PingPacket.TryRead(frame, out _, out fault)) watch.PingAnswered();
                return fault;
            case PacketType.Disconnect when Version == ProtocolVersion.V5:
                if (DisconnectPacket.TryRead(frame, Version, out var disconnect, out fault))
                {
                    string words = ConnectRequest.WordsOf(disconnect.Reason, disconnect.Properties);
                    End(MqttEndCause.BrokerDisconnected, disconnect.Reason, $"the broker disconnected: {words}");
                }
                return fault;
            default:
                return handle(frame);
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            while (await output.WaitAsync(_stop.Token))
            {
                for (var rest = output.Take(); !rest.IsEmpty;)
                {
                    var slice = rest[..Math.Min(WriteSlice, rest.Length)];
                    watch.WriteBegins();
                    await opened.Transport.Stream.WriteAsync(slice, _stop.Token);
                    watch.WriteEnded();
                    Volatile.Write(ref _bytesSent, _bytesSent + slice.Length);
                    rest = rest[slice.Length..];
                }
                output.Written();
            }
            await opened.Transport.FinishWritingAsync(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The end has its reason already.
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            // The broker's DISCONNECT may lie unread in our receive buffer and tell more than this error; the reader gets a moment for it.
            _writeFault = e.Message;
            watch.FarewellBegins();
        }
    }

    private async Task WatchAsync()
    {
        using var tick = new PeriodicTimer(watch.Tick, time);
        try
        {
            while (await tick.WaitForNextTickAsync(_stop.Token)) Act(watch.Judge());
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The end has its reason already.
        }
    }

    private void Act(WatchVerdict verdict)
    {
        switch (verdict)
        {
            case WatchVerdict.Ping:
                output.TryAppend(PingPacket.Request);
                break;
            case WatchVerdict.NoPingResponse:
                End(MqttEndCause.NoPingResponse, MqttReasonCode.KeepAliveTimeout, "the broker did not answer PINGREQ in time");
                break;
            case WatchVerdict.NoAcknowledgement:
                End(MqttEndCause.NoAcknowledgement, MqttReasonCode.UnspecifiedError, "the broker acknowledged nothing in time, although it owed it");
                break;
            case WatchVerdict.WriteBlocked:
                End(MqttEndCause.WriteBlocked, MqttReasonCode.UnspecifiedError, "the broker did not read what was written to it in time");
                break;
            case WatchVerdict.FarewellIsOver:
                _farewellIsOver = true;
                End(MqttEndCause.NetworkFailed, MqttReasonCode.UnspecifiedError, _writeFault ?? "the connection could not be closed in time");
                _stop.Cancel();
                break;
        }
    }

    // Where both sides have closed in order there is nothing to throw away.
    private void Close()
    {
        bool inOrder = !_farewellIsOver && _end?.Cause is MqttEndCause.Disconnected or MqttEndCause.BrokerClosed or MqttEndCause.BrokerDisconnected;
        if (inOrder) opened.Transport.Dispose();
        else opened.Transport.Abort();
    }
}
