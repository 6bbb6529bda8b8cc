using System.IO.Pipelines;
using Gateway.Mqtt.Packets;
using Gateway.Mqtt.Transports;

namespace Gateway.Mqtt.Sessions;

/// <summary>A connection that the broker has accepted; what it sent after CONNACK is in <paramref name="Input"/>.</summary>
internal sealed record OpenedConnection(BrokerTransport Transport, PipeReader Input, ProtocolVersion Version);
