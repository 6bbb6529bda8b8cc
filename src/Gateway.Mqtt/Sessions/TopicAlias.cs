using Gateway.Mqtt.Packets;

namespace Gateway.Mqtt.Sessions;

/// <summary>A number that stands for a topic name on one connection.</summary>
/// <param name="Property">The number, as a PUBLISH carries it.</param>
/// <param name="TopicSize">The bytes of UTF-8 that it saves.</param>
internal sealed record TopicAlias(PacketProperties Property, int TopicSize);
