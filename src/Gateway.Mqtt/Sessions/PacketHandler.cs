using Gateway.Mqtt.Packets;

namespace Gateway.Mqtt.Sessions;

/// <summary>Takes a packet that is the session's business.</summary>
/// <returns>What the broker did wrong, or null.</returns>
internal delegate PacketFault? PacketHandler(PacketFrame frame);
