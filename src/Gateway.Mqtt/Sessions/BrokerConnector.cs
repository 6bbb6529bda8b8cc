using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Gateway.Mqtt.Packets;
using Gateway.Mqtt.Transports;

namespace Gateway.Mqtt.Sessions;

/// <summary>Opens a connection: name, socket, TLS, WebSocket, CONNECT, CONNACK. Each way in which this can fail is a value.</summary>
internal sealed class BrokerConnector(MqttSessionOptions options, TimeProvider time)
{
    // The longest sensible CONNACK; a stream that begins with more is not a broker's.
    private const int ReceiveBufferSize = 16 * 1024;

    private const string Answer = "CONNACK";

    /// <summary>The end of validity of the certificate that we showed last.</summary>
    public DateTimeOffset? ClientCertificateExpires { get; private set; }

    /// <summary>Big packets seem to vanish on the way (an MTU hole: small ones pass, and nobody says that big ones do not): the next connection sends only
    /// small ones.</summary>
    public bool SmallSegments { get; set; }

    /// <summary>Tries each address of the broker until one takes the connection; that one's answer counts.</summary>
    public async ValueTask<ConnectAttempt> AttemptAsync(ConnectPacket connect, ProtocolVersion version, CancellationToken cancel)
    {
        var (addresses, fault) = await ResolveAsync(cancel);
        foreach (var address in addresses)
        {
            using var deadline = new CancellationTokenSource(options.ConnectTimeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
            (var socket, fault) = await OpenAsync(address, either.Token, cancel);
            if (socket is not null) return await GreetAsync(socket, connect, version, either.Token, cancel);
        }
        return Failed(MqttConnectOutcome.Unreachable, fault);
    }

    private async ValueTask<(IPAddress[] Addresses, string? Fault)> ResolveAsync(CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(options.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        try
        {
            return await BrokerAddresses.ResolveAsync(options.Host, either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return ([], $"the name did not resolve within {Seconds}");
        }
    }

    private async ValueTask<(Socket? Socket, string? Fault)> OpenAsync(IPAddress address, CancellationToken either, CancellationToken cancel)
    {
        try
        {
            return await BrokerAddresses.OpenAsync(address, options.Port, SmallSegments, either);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (null, $"{address} did not answer within {Seconds}");
        }
    }

    private async ValueTask<ConnectAttempt> GreetAsync(
        Socket socket, ConnectPacket connect, ProtocolVersion version, CancellationToken either, CancellationToken cancel)
    {
        BrokerTransport? transport = null;
        ConnectAttempt? attempt = null;
        string awaited = "TLS handshake";
        try
        {
            (transport, string? fault) = await SecureAsync(socket, either);
            if (transport is null) return Failed(MqttConnectOutcome.TlsFailed, fault);
            if (options.WebSocketPath is { } path)
            {
                awaited = "WebSocket handshake";
                var (frames, refusal, byTls) = await WebSocketHandshake.RunAsync(
                    transport.Stream, WebSocketHandshake.AddressOf(options.Host, options.Port, path, transport.IsSecure), either);
                if (frames is null) return Failed(byTls ? MqttConnectOutcome.TlsFailed : MqttConnectOutcome.ProtocolError, refusal);
                transport = new BrokerTransport(socket, frames, transport.IsSecure);
            }
            awaited = Answer;
            return attempt = await ExchangeAsync(transport, connect, version, either);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // The socket is open, and then nothing more came: a hole swallows certificates as it does batches.
            SmallSegments = true;
            var outcome = transport is null ? MqttConnectOutcome.TlsFailed : MqttConnectOutcome.ProtocolError;
            return ConnectAttempt.Failed(outcome, MqttReasonCode.UnspecifiedError, $"no {awaited} within {Seconds}") with { IsSilent = awaited == Answer };
        }
        finally
        {
            if (attempt?.Opened is null)
            {
                transport?.Dispose();
                socket.Dispose();
            }
        }
    }

    private ValueTask<(BrokerTransport? Transport, string? Fault)> SecureAsync(Socket socket, CancellationToken cancel)
    {
        // A WebSocket is cancelled by closing what is below it, and so must reach the socket.
        var network = new NetworkStream(socket, ownsSocket: options.WebSocketPath is not null);
        return options.Tls is { } tls ? HandshakeAsync(tls, socket, network, cancel) : new((new BrokerTransport(socket, network, isSecure: false), null));
    }

    /// <remarks>Apart from what has no TLS, so that without it the framework's TLS is not even loaded.</remarks>
    private async ValueTask<(BrokerTransport? Transport, string? Fault)> HandshakeAsync(
        MqttTlsOptions tls, Socket socket, NetworkStream network, CancellationToken cancel)
    {
        var handshake = new TlsHandshake(tls, options.Host, time);
        var (stream, fault) = await handshake.RunAsync(network, cancel);
        ClientCertificateExpires = handshake.ClientCertificateExpires;
        return stream is null ? (null, fault) : (new BrokerTransport(socket, stream, isSecure: true), null);
    }

    private async ValueTask<ConnectAttempt> ExchangeAsync(BrokerTransport transport, ConnectPacket connect, ProtocolVersion version, CancellationToken cancel)
    {
        var buffer = new PacketBuffer();
        var input = PipeReader.Create(transport.Stream, new StreamPipeReaderOptions(bufferSize: ReceiveBufferSize, leaveOpen: true));
        try
        {
            connect.WriteTo(buffer, version);
            await SendAsync(transport, buffer, cancel);
            return await ReadAnswerAsync(transport, input, connect, version, cancel);
        }
        catch (IOException e)
        {
            // A broker that dislikes our certificate says so after its side of the TLS 1.3 handshake, hence here.
            bool byTls = transport.IsSecure && e.InnerException is not (null or SocketException);
            return byTls
                ? ConnectAttempt.Failed(MqttConnectOutcome.TlsFailed, MqttReasonCode.UnspecifiedError, TlsHandshake.Innermost(e))
                : Closed(e.Message);
        }
        finally
        {
            buffer.Erase();
        }
    }

    private static async ValueTask SendAsync(BrokerTransport transport, PacketBuffer buffer, CancellationToken cancel)
    {
        try
        {
            await transport.Stream.WriteAsync(buffer.Written, cancel);
        }
        catch (IOException)
        {
            // The broker has closed already; what it said before that is still to be read, and tells more than this error.
        }
    }

    private async ValueTask<ConnectAttempt> ReadAnswerAsync(
        BrokerTransport transport, PipeReader input, ConnectPacket connect, ProtocolVersion version, CancellationToken cancel)
    {
        while (true)
        {
            var read = await input.ReadAsync(cancel);
            var received = read.Buffer;
            var status = PacketFrame.TryRead(ref received, options.MaximumPacketSize, out var frame, out var fault);
            if (status == OperationStatus.InvalidData) return BrokeProtocol(fault!);
            if (status == OperationStatus.Done)
            {
                var attempt = Judge(frame, transport, input, connect, version);
                input.AdvanceTo(received.Start);
                return attempt;
            }
            input.AdvanceTo(received.Start, received.End);
            if (read.IsCompleted) return Closed("the broker closed the connection instead of answering CONNECT");
        }
    }

    private ConnectAttempt Judge(PacketFrame frame, BrokerTransport transport, PipeReader input, ConnectPacket connect, ProtocolVersion version)
    {
        if (frame.Type == PacketType.Disconnect)
        {
            bool isRead = DisconnectPacket.TryRead(frame, version, out var disconnect, out var wrong);
            return isRead ? Refused(disconnect.Reason, disconnect.Properties) : BrokeProtocol(wrong!);
        }
        if (frame.Type != PacketType.ConnAck) return BrokeProtocol(new PacketFault(MqttReasonCode.ProtocolError, $"{frame.Type} instead of CONNACK"));
        if (!ConnAckPacket.TryRead(frame, version, out var answer, out var fault)) return BrokeProtocol(fault!);
        if (answer.Reason != MqttReasonCode.Success) return Refused(answer.Reason, answer.Properties);
        if (answer.SessionPresent && connect.CleanStart)   // [MQTT-3.2.2-2], [MQTT-3.2.2-4]
            return BrokeProtocol(new PacketFault(MqttReasonCode.ProtocolError, "session present although a clean start was asked for"));

        var limits = ConnectRequest.LimitsOf(answer, options, connect.ClientIdentifier, version);
        var result = new MqttConnectResult(MqttConnectOutcome.Connected, answer.Reason, answer.SessionPresent, limits, null);
        return new ConnectAttempt(result, new OpenedConnection(transport, input, version));
    }

    private ConnectAttempt Failed(MqttConnectOutcome outcome, string? fault) =>
        ConnectAttempt.Failed(outcome, MqttReasonCode.UnspecifiedError, $"{options.Host}:{options.Port}: {fault}");

    private static ConnectAttempt Refused(MqttReasonCode reason, PacketProperties? properties) =>
        ConnectAttempt.Failed(MqttConnectOutcome.Refused, reason, $"the broker refused: {ConnectRequest.WordsOf(reason, properties)}");

    private static ConnectAttempt BrokeProtocol(PacketFault fault) =>
        ConnectAttempt.Failed(MqttConnectOutcome.ProtocolError, fault.Reason, $"the broker broke the protocol: {fault.Detail}");

    private static ConnectAttempt Closed(string detail) =>
        ConnectAttempt.Failed(MqttConnectOutcome.ProtocolError, MqttReasonCode.UnspecifiedError, detail) with { ClosedWithoutAnswer = true, IsSilent = true };

    private string Seconds => $"{options.ConnectTimeout.TotalSeconds:0.###} s";
}
