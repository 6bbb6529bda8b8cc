namespace Gateway.Mqtt.Packets;

/// <summary>How a property's value is written (MQTT 5, table 2-4).</summary>
internal enum PropertyKind
{
    Byte,
    TwoByteInteger,
    FourByteInteger,
    VariableByteInteger,
    Text,
    Binary,
    TextPair,
}
