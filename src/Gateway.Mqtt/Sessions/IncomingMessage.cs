namespace Gateway.Mqtt.Sessions;

/// <summary>A message on its way to the reader, with the connection on which it must be acknowledged.</summary>
internal readonly record struct IncomingMessage(MqttPublish Message, ushort PacketIdentifier, long Connection);
