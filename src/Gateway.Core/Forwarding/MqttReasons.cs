using Gateway.Core.Documents;
using Gateway.Mqtt;

namespace Gateway.Core.Forwarding;

/// <summary>Says in words how a connect, a connection or a publish ended.</summary>
internal static class MqttReasons
{
    /// <summary>What happened and, where the code tells, the likeliest cause and the next step. What the broker said stays in its own words.</summary>
    public static Wording Of(MqttConnectResult result)
    {
        string words = string.IsNullOrEmpty(result.Detail) ? $"{result.Outcome}, {Code(result.Reason)}" : result.Detail;
        Wording said = (words, $"{ChineseOf(result.Outcome)}（{words}）");
        return result.Outcome == MqttConnectOutcome.Refused && Advice(result.Reason) is { } advice
            ? ($"{said.English}; {advice.English}", $"{said.Chinese}；{advice.Chinese}")
            : said;
    }

    public static Wording Of(MqttConnectionEnd end)
    {
        string words = string.IsNullOrEmpty(end.Detail) ? Code(end.Reason) : end.Detail;
        return (words, end.Cause == MqttEndCause.BrokerDisconnected ? $"{ChineseOf(end.Cause)}（{Code(end.Reason)}）" : ChineseOf(end.Cause));
    }

    public static string Of(MqttPublishResult result) =>
        result.Outcome != MqttPublishOutcome.Answered || string.IsNullOrEmpty(result.ReasonString) ? CodeOf(result) : $"{Code(result.Reason)}: {result.ReasonString}";

    /// <summary>Without the broker's own words, in which there may be a time or a number: one of a few.</summary>
    public static string CodeOf(MqttPublishResult result) => result.Outcome switch
    {
        MqttPublishOutcome.TooLarge => "larger than its maximum packet size",
        MqttPublishOutcome.Answered => Code(result.Reason),
        _ => result.Outcome.ToString(),
    };

    /// <returns>The first refusal of a subscribe; null when everything was granted.</returns>
    public static string? OfRefused(MqttSubscribeResult result)
    {
        var refused = result.Reasons.Where(reason => reason >= MqttReasonCode.UnspecifiedError).ToList();
        return refused.Count == 0 ? null : Code(refused[0]);
    }

    private static string ChineseOf(MqttConnectOutcome outcome) => outcome switch
    {
        MqttConnectOutcome.Refused => "服务器拒绝连接",
        MqttConnectOutcome.Unreachable => "无法连接服务器",
        MqttConnectOutcome.TlsFailed => "TLS 握手失败",
        MqttConnectOutcome.ProtocolError => "服务器不符合 MQTT 协议，或无应答",
        _ => "已连接",
    };

    private static string ChineseOf(MqttEndCause cause) => cause switch
    {
        MqttEndCause.BrokerDisconnected => "服务器断开了连接",
        MqttEndCause.BrokerClosed => "服务器关闭了连接，未说明原因",
        MqttEndCause.NetworkFailed => "网络中断",
        MqttEndCause.BrokerBrokeProtocol => "服务器不符合 MQTT 协议",
        MqttEndCause.NoPingResponse => "服务器对心跳无应答",
        MqttEndCause.NoAcknowledgement => "服务器未及时确认",
        MqttEndCause.WriteBlocked => "服务器不接收数据",
        _ => "连接已结束",
    };

    private static Wording? Advice(MqttReasonCode reason) => reason switch
    {
        MqttReasonCode.BadUserNameOrPassword or MqttReasonCode.NotAuthorized => (
            "the broker does not accept our login: check user, password and client certificate of this feed, and the broker's list of users",
            "登录未被接受：请检查该上报通道的用户名、密码和客户端证书，以及服务器的用户列表"),
        MqttReasonCode.ClientIdentifierNotValid => (
            "the broker does not accept our client identifier: set client_id of this feed as the platform asks", "客户端标识未被接受：请按平台要求设置该上报通道的 client_id"),
        MqttReasonCode.Banned => ("the broker has banned us: ask the platform", "已被服务器封禁：请联系平台"),
        MqttReasonCode.BadAuthenticationMethod => (
            "the broker wants an authentication that we do not speak: use a password or a client certificate", "服务器要求不支持的认证方式：请使用密码或客户端证书"),
        MqttReasonCode.UnsupportedProtocolVersion => (
            "set protocol of this feed to the version that the broker speaks", "请将该上报通道的 protocol 设为服务器支持的版本"),
        _ => null,
    };

    private static string Code(MqttReasonCode reason) => $"0x{(int)reason:X2} {reason}";
}
