namespace Gateway.Mqtt.Packets;

/// <summary>What carries properties: a packet type, or the will within CONNECT.</summary>
[Flags]
internal enum PropertyCarriers
{
    None = 0,
    Connect = 1,
    Will = 2,
    ConnAck = 4,
    Publish = 8,

    /// <summary>PUBACK, PUBREC, PUBREL and PUBCOMP.</summary>
    Acknowledgement = 16,
    Subscribe = 32,
    SubAck = 64,
    Unsubscribe = 128,
    UnsubAck = 256,
    Disconnect = 512,
    Auth = 1024,
}
