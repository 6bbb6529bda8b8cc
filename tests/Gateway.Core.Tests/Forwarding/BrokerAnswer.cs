using Gateway.Mqtt;

namespace Gateway.Core.Tests.Forwarding;

/// <summary>What a scripted broker does with one PUBLISH.</summary>
internal readonly record struct BrokerAnswer(BrokerAction Action, MqttReasonCode Reason = MqttReasonCode.Success)
{
    public static BrokerAnswer Accept { get; } = new(BrokerAction.Answer);

    public static BrokerAnswer Hold { get; } = new(BrokerAction.Hold);

    public static BrokerAnswer DropBefore { get; } = new(BrokerAction.DropBefore);

    public static BrokerAnswer DropAfter { get; } = new(BrokerAction.DropAfter);

    public static BrokerAnswer TooLarge { get; } = new(BrokerAction.TooLarge);

    public static BrokerAnswer Refuse(MqttReasonCode reason) => new(BrokerAction.Answer, reason);
}
