namespace Gateway.Mqtt.Sessions;

/// <summary>Decides which QoS 1 message may be sent next, and remembers those the broker owes an answer.</summary>
/// <remarks>
/// MQTT 5, sections 4.4 (what is sent again, and when) and 4.9 (never more than the receive maximum unanswered). Not thread-safe: the
/// session's lock guards it.
/// </remarks>
internal sealed class PublishFlow(PacketIdentifiers identifiers)
{
    private readonly Dictionary<ushort, PendingPublish> _inFlight = [];
    private readonly Queue<PendingPublish> _resend = new();
    private readonly Queue<PendingPublish> _waiting = new();
    private long _order;

    /// <summary>Sent once and not answered, on this connection or an earlier one.</summary>
    public int InFlight => _inFlight.Count;

    /// <summary>Whether the broker owes an answer on this connection.</summary>
    public bool IsOwed => _inFlight.Count > _resend.Count;

    public void Enqueue(PendingPublish publish) => _waiting.Enqueue(publish);

    /// <summary>Takes the message to send now, with its packet identifier; null when the window is full or nothing waits.</summary>
    /// <param name="window">How many may be unanswered on this connection.</param>
    /// <param name="isResend">Whether it was sent before and so needs DUP.</param>
    public PendingPublish? Next(int window, out bool isResend)
    {
        isResend = _resend.Count > 0;
        if (isResend) return _inFlight.Count - _resend.Count < window ? _resend.Dequeue() : null;

        while (_inFlight.Count < window && _waiting.TryDequeue(out var publish))
        {
            if (publish.IsSettled) continue;   // cancelled while it waited
            publish.PacketIdentifier = identifiers.Take();
            publish.Order = _order++;
            _inFlight.Add(publish.PacketIdentifier, publish);
            return publish;
        }
        return null;
    }

    /// <summary>Ends the flight of a message; null when no such identifier is in flight on this connection.</summary>
    public PendingPublish? Land(ushort identifier)
    {
        // A message that waits to be sent again is not owed an answer on this connection, but may get a late one of the broker's memory.
        if (!_inFlight.TryGetValue(identifier, out var publish) || _resend.Contains(publish)) return null;
        _inFlight.Remove(identifier);
        identifiers.Release(identifier);
        return publish;
    }

    /// <summary>A connection resumed the session: everything in flight is to be sent again, in the original order [MQTT-4.4.0-1].</summary>
    public void Resume()
    {
        _resend.Clear();
        foreach (var publish in _inFlight.Values.OrderBy(p => p.Order)) _resend.Enqueue(publish);
    }

    /// <summary>The session is gone: forgets all identifiers and gives back what was in flight, in order.</summary>
    public IReadOnlyList<PendingPublish> Forget()
    {
        PendingPublish[] lost = [.. _inFlight.Values.OrderBy(p => p.Order)];
        foreach (var publish in lost) identifiers.Release(publish.PacketIdentifier);
        _inFlight.Clear();
        _resend.Clear();
        return lost;
    }

    /// <summary>The connection ended: gives back what was never sent.</summary>
    public IReadOnlyList<PendingPublish> DropWaiting()
    {
        PendingPublish[] unsent = [.. _waiting];
        _waiting.Clear();
        return unsent;
    }
}
