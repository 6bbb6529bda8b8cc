using Gateway.Mqtt.Packets;

namespace Gateway.Mqtt;

/// <summary>The rules of topic names and topic filters (MQTT 5, section 4.7).</summary>
public static class MqttTopic
{
    /// <summary>Whether a message can be published to it: 1 to 65,535 UTF-8 bytes, no wildcard, no U+0000.</summary>
    public static bool IsName(string topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        return topic.Length > 0 && !topic.AsSpan().ContainsAny('+', '#') && PacketText.IsString(topic);
    }

    /// <summary>Whether it can be subscribed to: as a name, but <c>+</c> may be a whole level and <c>#</c> the whole last level.</summary>
    public static bool IsFilter(string filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (filter.Length == 0 || !PacketText.IsString(filter)) return false;
        for (int at = filter.AsSpan().IndexOfAny('+', '#'); at >= 0; at = NextWildcard(filter, at))
        {
            bool beginsLevel = at == 0 || filter[at - 1] == '/';
            bool endsLevel = at == filter.Length - 1 || (filter[at] == '+' && filter[at + 1] == '/');
            if (!beginsLevel || !endsLevel) return false;
        }
        return true;
    }

    private static int NextWildcard(string filter, int after)
    {
        int distance = filter.AsSpan(after + 1).IndexOfAny('+', '#');
        return distance < 0 ? -1 : after + 1 + distance;
    }
}
