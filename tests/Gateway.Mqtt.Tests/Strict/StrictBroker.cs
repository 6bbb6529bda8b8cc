using System.Net;
using System.Net.Sockets;

namespace Gateway.Mqtt.Tests.Strict;

/// <summary>
/// An MQTT 5 broker with narrow limits that leaves a client at its first violation, with the reason code that the specification names. It keeps sessions,
/// retained messages and wills, so that a client can be seen through cuts of the line.
/// </summary>
internal sealed class StrictBroker : IAsyncDisposable
{
    private readonly StrictLimits _limits;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Dictionary<string, StrictSession> _sessions = [];
    private readonly Dictionary<string, MqttPublish> _retained = [];
    private readonly List<StrictConversation> _conversations = [];
    private readonly List<Task> _serving = [];
    private readonly Task _accepting;
    private bool _isDisposed;

    public StrictBroker(StrictLimits? limits = null)
    {
        _limits = limits ?? new();
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Every message that a client published, repeats included, with its topic name in full.</summary>
    public Journal<MqttPublish> Received { get; } = new("messages");

    /// <summary>The reason codes with which clients were left.</summary>
    public Journal<MqttReasonCode> Violations { get; } = new("violations");

    /// <summary>Whether the line is cut when this message has been taken and before it is answered.</summary>
    public Func<MqttPublish, bool> CutsBeforeAnswering { get; set; } = _ => false;

    /// <summary>Guards all the state of the broker; conversations hold it while they judge and answer.</summary>
    public Lock Gate { get; } = new();

    public IReadOnlyCollection<MqttPublish> Retained => _retained.Values;

    /// <summary>Sends a message to whoever has subscribed to its topic.</summary>
    public void Publish(MqttPublish message)
    {
        lock (Gate) Route(message);
    }

    /// <summary>Cuts the line of a client; of all, without an identifier.</summary>
    public void Cut(string? identifier = null)
    {
        lock (Gate)
            foreach (var conversation in _conversations.Where(c => identifier is null || c.Identifier == identifier)) conversation.Cut();
    }

    /// <summary>The session of a client that has just connected; whoever had it is left.</summary>
    public StrictSession SessionOf(StrictConversation conversation, bool cleanStart, out bool isPresent)
    {
        foreach (var other in _conversations)
            if (other != conversation && other.Identifier == conversation.Identifier) other.Cut();
        if (cleanStart) _sessions.Remove(conversation.Identifier);
        isPresent = _sessions.TryGetValue(conversation.Identifier, out var session);
        return session ?? (_sessions[conversation.Identifier] = new StrictSession());
    }

    /// <returns>Whether anybody has subscribed.</returns>
    public bool Route(MqttPublish message)
    {
        if (message.Retain) _retained[message.Topic] = message;
        StrictSession[] wanting = [.. _sessions.Values.Where(s => s.Matches(message.Topic))];
        foreach (var session in wanting) session.Enqueue(message with { Retain = false, Duplicate = false, QualityOfService = 1 });
        foreach (var conversation in _conversations) conversation.Deliver();
        return wanting.Length > 0;
    }

    /// <summary>A connection has ended.</summary>
    /// <param name="will">To be published now; null when there is none, or the client said goodbye.</param>
    public void Ended(StrictConversation conversation, MqttPublish? will)
    {
        _conversations.Remove(conversation);
        if (will is null) return;
        Received.Add(will);
        Route(will);
    }

    public async ValueTask DisposeAsync()
    {
        lock (Gate) _isDisposed = true;
        _listener.Dispose();
        await _accepting;
        Cut();
        await Task.WhenAll(_serving);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync();
                socket.NoDelay = true;
                var conversation = new StrictConversation(this, _limits, socket);
                lock (Gate) _conversations.Add(conversation);
                _serving.Add(conversation.ServeAsync());
            }
        }
        catch (Exception e) when (_isDisposed && e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
