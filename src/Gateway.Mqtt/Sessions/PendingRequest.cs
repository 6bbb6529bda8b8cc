using Gateway.Mqtt.Packets;

namespace Gateway.Mqtt.Sessions;

/// <summary>A SUBSCRIBE or UNSUBSCRIBE that waits for its answer.</summary>
/// <param name="AnswerType">SUBACK or UNSUBACK.</param>
/// <param name="Filters">How many reason codes the answer must hold.</param>
/// <param name="Answer">Completed with the answer, or with "not sent" when the connection ends.</param>
internal sealed record PendingRequest(PacketType AnswerType, int Filters, TaskCompletionSource<MqttSubscribeResult> Answer)
{
    public static MqttSubscribeResult NotSent { get; } = new(false, []);
}
