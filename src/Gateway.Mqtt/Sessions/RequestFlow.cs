using Gateway.Mqtt.Packets;

namespace Gateway.Mqtt.Sessions;

/// <summary>SUBSCRIBEs and UNSUBSCRIBEs that wait for an answer. They die with their connection. Not thread-safe: the session's lock guards it.</summary>
internal sealed class RequestFlow(PacketIdentifiers identifiers)
{
    private readonly Dictionary<ushort, PendingRequest> _pending = [];

    public bool IsOwed => _pending.Count > 0;

    /// <summary>Takes a packet identifier, for a request that will be answered with <paramref name="answerType"/>; 0 when there is none.</summary>
    public ushort Begin(PacketType answerType, int filters, out PendingRequest request)
    {
        request = new PendingRequest(answerType, filters, new TaskCompletionSource<MqttSubscribeResult>(TaskCreationOptions.RunContinuationsAsynchronously));
        ushort identifier = identifiers.Take();
        if (identifier != 0) _pending.Add(identifier, request);
        return identifier;
    }

    /// <summary>The request could not be written.</summary>
    public void Withdraw(ushort identifier)
    {
        if (_pending.Remove(identifier)) identifiers.Release(identifier);
    }

    /// <returns>What the broker did wrong, or null.</returns>
    public PacketFault? Answer(SubAckPacket answer, ProtocolVersion version)
    {
        if (!_pending.TryGetValue(answer.PacketIdentifier, out var request) || request.AnswerType != answer.Type)
            return new PacketFault(MqttReasonCode.ProtocolError, $"{answer.Type} for nothing that was asked");

        bool hasReasons = answer.Type == PacketType.SubAck || version == ProtocolVersion.V5;
        if (hasReasons && answer.Reasons.Count != request.Filters)
            return new PacketFault(MqttReasonCode.ProtocolError, $"{answer.Type} with {answer.Reasons.Count} reason codes for {request.Filters} topic filters");

        Withdraw(answer.PacketIdentifier);
        request.Answer.SetResult(new MqttSubscribeResult(true, hasReasons ? answer.Reasons : [.. Enumerable.Repeat(MqttReasonCode.Success, request.Filters)]));
        return null;
    }

    /// <summary>The connection ended.</summary>
    public void DropAll()
    {
        foreach (var (identifier, request) in _pending)
        {
            identifiers.Release(identifier);
            request.Answer.SetResult(PendingRequest.NotSent);
        }
        _pending.Clear();
    }
}
