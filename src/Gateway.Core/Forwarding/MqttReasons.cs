using Gateway.Mqtt;

namespace Gateway.Core.Forwarding;

/// <summary>Says in words how a connect, a connection or a publish ended.</summary>
internal static class MqttReasons
{
    public static string Of(MqttPublishResult result) =>
        result.Outcome == MqttPublishOutcome.Answered ? Of(result.Reason, result.ReasonString) : result.Outcome.ToString();

    public static string Of(MqttConnectResult result) =>
        result.Outcome == MqttConnectOutcome.Refused ? Of(result.Reason, result.Detail) : $"{result.Outcome}: {result.Detail}";

    public static string Of(MqttConnectionEnd end) => end.ByBroker ? Of(end.Reason, end.Detail) : end.Detail;

    private static string Of(MqttReasonCode reason, string? words)
    {
        string code = $"0x{(int)reason:X2} {reason}";
        return string.IsNullOrEmpty(words) ? code : $"{code}: {words}";
    }
}
