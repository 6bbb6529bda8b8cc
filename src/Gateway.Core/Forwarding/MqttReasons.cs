using Gateway.Mqtt;

namespace Gateway.Core.Forwarding;

/// <summary>Says in words how a connect, a connection or a publish ended.</summary>
internal static class MqttReasons
{
    /// <summary>What happened and, where the code tells, the likeliest cause and the next step.</summary>
    public static string Of(MqttConnectResult result)
    {
        string words = string.IsNullOrEmpty(result.Detail) ? $"{result.Outcome}, {Code(result.Reason)}" : result.Detail;
        return result.Outcome == MqttConnectOutcome.Refused && Advice(result.Reason) is { } advice ? $"{words}; {advice}" : words;
    }

    public static string Of(MqttConnectionEnd end) => string.IsNullOrEmpty(end.Detail) ? Code(end.Reason) : end.Detail;

    public static string Of(MqttPublishResult result)
    {
        if (result.Outcome == MqttPublishOutcome.TooLarge) return "larger than its maximum packet size";
        if (result.Outcome != MqttPublishOutcome.Answered) return result.Outcome.ToString();
        return string.IsNullOrEmpty(result.ReasonString) ? Code(result.Reason) : $"{Code(result.Reason)}: {result.ReasonString}";
    }

    /// <returns>The first refusal of a subscribe; null when everything was granted.</returns>
    public static string? OfRefused(MqttSubscribeResult result)
    {
        var refused = result.Reasons.Where(reason => reason >= MqttReasonCode.UnspecifiedError).ToList();
        return refused.Count == 0 ? null : Code(refused[0]);
    }

    private static string? Advice(MqttReasonCode reason) => reason switch
    {
        MqttReasonCode.BadUserNameOrPassword or MqttReasonCode.NotAuthorized =>
            "the broker does not accept our login: check user, password and client certificate of this feed, and the broker's list of users",
        MqttReasonCode.ClientIdentifierNotValid => "the broker does not accept our client identifier: set client_id of this feed as the platform asks",
        MqttReasonCode.Banned => "the broker has banned us: ask the platform",
        MqttReasonCode.BadAuthenticationMethod => "the broker wants an authentication that we do not speak: use a password or a client certificate",
        MqttReasonCode.UnsupportedProtocolVersion => "set protocol of this feed to the version that the broker speaks",
        _ => null,
    };

    private static string Code(MqttReasonCode reason) => $"0x{(int)reason:X2} {reason}";
}
