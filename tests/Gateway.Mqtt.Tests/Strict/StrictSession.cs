using Gateway.Mqtt.Packets;

namespace Gateway.Mqtt.Tests.Strict;

/// <summary>What a strict broker keeps of a client from one connection to the next: subscriptions, and messages on their way to it.</summary>
internal sealed class StrictSession
{
    private readonly Queue<MqttPublish> _waiting = new();
    private readonly SortedDictionary<ushort, MqttPublish> _owed = [];
    private readonly List<string> _filters = [];
    private ushort _last;

    public bool IsOwed(ushort identifier) => _owed.ContainsKey(identifier);

    public void Acknowledged(ushort identifier) => _owed.Remove(identifier);

    public void Subscribe(string filter) => _filters.Add(filter);

    public bool Unsubscribe(string filter) => _filters.RemoveAll(f => f == filter) > 0;

    public bool Matches(string topic) => _filters.Any(f => Matches(f.Split('/'), topic.Split('/')));

    public void Enqueue(MqttPublish message) => _waiting.Enqueue(message);

    /// <summary>After CONNACK with session present: what was not acknowledged, again [MQTT-4.4.0-1].</summary>
    public IEnumerable<PublishPacket> Again() => [.. _owed.Select(o => new PublishPacket(o.Value with { Duplicate = true }, o.Key))];

    /// <summary>The next message that the client's receive maximum permits; null when there is none.</summary>
    public PublishPacket? Next(int receiveMaximum)
    {
        if (_owed.Count >= receiveMaximum || !_waiting.TryDequeue(out var message)) return null;
        _owed.Add(++_last, message);
        return new PublishPacket(message, _last);
    }

    private static bool Matches(ReadOnlySpan<string> filter, ReadOnlySpan<string> topic)
    {
        if (filter.IsEmpty) return topic.IsEmpty;
        if (filter[0] == "#") return true;
        return !topic.IsEmpty && (filter[0] == "+" || filter[0] == topic[0]) && Matches(filter[1..], topic[1..]);
    }
}
