namespace Gateway.Mqtt.Packets;

/// <summary>What is wrong with received bytes: the reason code to answer with, and the rule in words.</summary>
internal sealed record PacketFault(MqttReasonCode Reason, string Detail);
