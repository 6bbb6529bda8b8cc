using System.Text;
using Gateway.Mqtt.Packets;

namespace Gateway.Mqtt.Sessions;

/// <summary>Decides which topic names of one connection are sent as a number (MQTT 5, section 3.3.2.3.4). Dies with the connection.</summary>
/// <remarks>
/// Each topic gets an alias at its first message, in turn, until there are no more. A topic keeps its alias: the topics of a gateway are few.
/// </remarks>
/// <param name="maximum">The highest alias that may be used; 0 for none.</param>
internal sealed class TopicAliases(int maximum)
{
    // What the property costs: its identifier and two bytes. A topic name that is no longer gains nothing.
    private const int AliasSize = 3;

    private readonly Dictionary<string, TopicAlias> _known = new(StringComparer.Ordinal);

    /// <summary>The alias under which the broker knows the topic or may be told it; null when the topic is to be written in full.</summary>
    /// <param name="isKnown">Whether the broker has been told.</param>
    public TopicAlias? Find(string topic, out bool isKnown)
    {
        isKnown = _known.TryGetValue(topic, out var alias);
        if (isKnown) return alias;
        if (_known.Count >= maximum) return null;
        int size = Encoding.UTF8.GetByteCount(topic);
        return size > AliasSize ? new TopicAlias(new PacketProperties([new Property(PropertyIdentifier.TopicAlias, (uint)_known.Count + 1)]), size) : null;
    }

    /// <summary>A PUBLISH with the topic in full and this alias is on its way.</summary>
    public void Learn(string topic, TopicAlias alias) => _known.Add(topic, alias);
}
