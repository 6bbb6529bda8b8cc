using Gateway.Mqtt;

namespace Gateway.Core.Forwarding;

/// <summary>Says in words how a connect, a connection or a publish ended.</summary>
internal static class MqttReasons
{
    public static string Of(MqttConnectResult result) => string.IsNullOrEmpty(result.Detail) ? $"{result.Outcome}, {Code(result.Reason)}" : result.Detail;

    public static string Of(MqttConnectionEnd end) => string.IsNullOrEmpty(end.Detail) ? Code(end.Reason) : end.Detail;

    public static string Of(MqttPublishResult result)
    {
        if (result.Outcome == MqttPublishOutcome.TooLarge) return "larger than its maximum packet size";
        if (result.Outcome != MqttPublishOutcome.Answered) return result.Outcome.ToString();
        return string.IsNullOrEmpty(result.ReasonString) ? Code(result.Reason) : $"{Code(result.Reason)}: {result.ReasonString}";
    }

    private static string Code(MqttReasonCode reason) => $"0x{(int)reason:X2} {reason}";
}
