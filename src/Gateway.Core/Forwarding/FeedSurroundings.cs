using Gateway.Core.Auditing;
using Gateway.Core.Buffering;
using Gateway.Core.Forwarding.Commands;
using Gateway.Core.Forwarding.EnvgwJson;
using Gateway.Mqtt;

namespace Gateway.Core.Forwarding;

/// <summary>What all feeds of a gateway share.</summary>
/// <param name="Identity">Who speaks.</param>
/// <param name="Layout">The layout in force, with the number that the buffer gave it.</param>
/// <param name="Buffer">Where everything that is sent comes from.</param>
/// <param name="Sessions">Makes the MQTT session of a feed; it is not connected yet.</param>
/// <param name="Clock">Whether the wall clock can be trusted now; births tell.</param>
public sealed record FeedSurroundings(
    GatewayIdentity Identity, Layout Layout, DurableBuffer Buffer, Func<FeedSessionRequest, IMqttSession> Sessions, Func<ClockState> Clock)
{
    /// <summary>Where each command and its outcome is written down; null when nowhere.</summary>
    public IAuditLog? Audit { get; init; }

    /// <summary>What feeds render for each other; null when each renders for itself.</summary>
    internal SharedPayloads? Payloads { get; init; }

    /// <summary>Who does what platforms ask; null when nobody does.</summary>
    public CommandTargets? Targets { get; init; }
}
