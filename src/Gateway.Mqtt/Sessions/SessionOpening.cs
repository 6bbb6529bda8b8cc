using Gateway.Mqtt.Packets;

namespace Gateway.Mqtt.Sessions;

/// <summary>Gets a connection that the session can go on with: in the version that the broker speaks, begun clean where that is due.</summary>
/// <remarks>One caller at a time.</remarks>
internal sealed class SessionOpening(MqttSessionOptions options, BrokerConnector connector, TimeProvider time)
{
    private readonly ProtocolChoice _choice = new(options.Protocol);
    private readonly CleanStart _cleanStart = new(options);
    private long _attempts;

    /// <summary>CONNECTs tried so far.</summary>
    public long Attempts => Volatile.Read(ref _attempts);

    public async ValueTask<ConnectAttempt> OpenAsync(string clientIdentifier, CancellationToken cancel)
    {
        var version = _choice.First;
        var attempt = await BeginAsync(clientIdentifier, version, cancel);
        if (version == ProtocolVersion.V5 && _choice.FallsBackAfter(attempt)) attempt = await BeginAsync(clientIdentifier, ProtocolVersion.V311, cancel);
        _cleanStart.Note(attempt);
        return attempt;
    }

    private async ValueTask<ConnectAttempt> BeginAsync(string clientIdentifier, ProtocolVersion version, CancellationToken cancel)
    {
        if (!_cleanStart.NeedsOwnConnection(version)) return await AttemptAsync(options, clientIdentifier, version, _cleanStart.IsDue, cancel);
        // Nothing is said by this connection, so nobody is to hear of its end.
        var withoutWill = options with { Will = null, WillOfConnection = null };
        var forgetting = await AttemptAsync(withoutWill, clientIdentifier, version, cleanStart: true, cancel);
        if (forgetting.Opened is not { } opened) return forgetting;
        await CloseAsync(opened);
        _cleanStart.Done();
        return await AttemptAsync(options, clientIdentifier, version, cleanStart: false, cancel);
    }

    private ValueTask<ConnectAttempt> AttemptAsync(
        MqttSessionOptions asked, string clientIdentifier, ProtocolVersion version, bool cleanStart, CancellationToken cancel)
    {
        Interlocked.Increment(ref _attempts);
        return connector.AttemptAsync(ConnectRequest.Build(asked, clientIdentifier, version, cleanStart), version, cancel);
    }

    /// <summary>Says DISCONNECT, and waits until the broker has closed: what it still had to do for this connection must not meet the next one.</summary>
    private async Task CloseAsync(OpenedConnection opened)
    {
        var watch = new ConnectionWatch(options, options.KeepAlive, time);
        var output = new OutputQueue(opened.Version, PacketFrame.LargestRemainingLength);
        using var connection = new MqttConnection(opened, output, watch, static _ => null, options.MaximumPacketSize, time);
        connection.EndWithFarewell(MqttEndCause.Disconnected, MqttReasonCode.Success, "the session was discarded");
        await connection.RunAsync();
    }
}
