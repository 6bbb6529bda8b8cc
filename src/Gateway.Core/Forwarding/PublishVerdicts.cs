using Gateway.Mqtt;

namespace Gateway.Core.Forwarding;

/// <summary>The verdict on a publish (MQTT 5, section 3.4.2.1: PUBACK reason codes).</summary>
internal static class PublishVerdicts
{
    /// <summary>Tries after which a message that the broker finds wrong in itself is put aside.</summary>
    public const int TriesBeforeQuarantine = 3;

    /// <summary>Whether the trouble lies in the message itself, so that trying for ever would stop its lane for ever.</summary>
    public static bool BlamesMessage(MqttPublishResult result) => result.Outcome == MqttPublishOutcome.TooLarge
        || (result.Outcome == MqttPublishOutcome.Answered
            && result.Reason is MqttReasonCode.TopicNameInvalid or MqttReasonCode.PayloadFormatInvalid or MqttReasonCode.PacketTooLarge);

    /// <param name="result">How the publish ended.</param>
    /// <param name="blamed">How often <see cref="BlamesMessage"/> was so for this message, this time included.</param>
    public static PublishVerdict Of(MqttPublishResult result, int blamed)
    {
        if (BlamesMessage(result)) return blamed < TriesBeforeQuarantine ? PublishVerdict.RetryLater : PublishVerdict.Quarantine;
        return result.Outcome == MqttPublishOutcome.Answered ? OfReason(result.Reason) : PublishVerdict.SendAgain;
    }

    private static PublishVerdict OfReason(MqttReasonCode reason) => reason switch
    {
        MqttReasonCode.NoMatchingSubscribers => PublishVerdict.SentUnheard,
        < MqttReasonCode.UnspecifiedError => PublishVerdict.Sent,
        MqttReasonCode.NotAuthorized => PublishVerdict.Park,
        MqttReasonCode.PacketIdentifierInUse => PublishVerdict.ReconnectClean,
        _ => PublishVerdict.RetryLater,
    };
}
