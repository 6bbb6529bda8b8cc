namespace Gateway.Mqtt.Packets;

/// <summary>The protocol level byte of CONNECT (MQTT 5, section 3.1.2.2).</summary>
internal enum ProtocolVersion : byte
{
    V311 = 4,
    V5 = 5,
}
