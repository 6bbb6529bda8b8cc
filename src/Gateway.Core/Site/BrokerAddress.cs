using Gateway.Core.Documents;

namespace Gateway.Core.Site;

/// <summary>Where a broker is and how it is spoken to: <c>mqtt://</c>, <c>mqtts://</c> with TLS, <c>ws://</c> and <c>wss://</c> in a WebSocket (MQTT 5, section
/// 6).</summary>
/// <param name="Host">Name or address; an IPv6 address without its brackets.</param>
/// <param name="WebSocketPath">Absolute path, with a query if any; null without a WebSocket.</param>
public sealed record BrokerAddress(string Host, int Port, bool UsesTls, string? WebSocketPath)
{
    /// <summary>What a site file and a command line may say, as a regular expression.</summary>
    internal const string Pattern = "^((mqtts?://[^ /]+/?)|(wss?://[^ /]+(/[!-~]*)?))$";

    /// <summary>The path at which most brokers offer MQTT.</summary>
    private const string UsualPath = "/mqtt";

    /// <summary>As it is written in a site file, the port always said.</summary>
    public string Text => $"{SchemeOf(UsesTls, WebSocketPath is not null)}://{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}{WebSocketPath}";

    /// <summary>The same with TLS, for advice.</summary>
    internal string SecureScheme => SchemeOf(true, WebSocketPath is not null);

    internal string Scheme => SchemeOf(UsesTls, WebSocketPath is not null);

    /// <param name="fault">What is wrong when it cannot be read; empty when it is the scheme.</param>
    /// <returns>Null when it cannot be read.</returns>
    internal static BrokerAddress? Parse(string text, out Wording fault)
    {
        fault = "";
        int afterScheme = text.IndexOf("://", StringComparison.Ordinal) + 3;
        int slash = afterScheme < 3 ? -1 : text.IndexOf('/', afterScheme);
        string place = slash < 0 ? text : text[..slash];
        string path = slash < 0 || slash == text.Length - 1 ? "" : text[slash..];
        (bool usesTls, bool inWebSocket, int usualPort) = text[..Math.Max(0, afterScheme - 3)] switch
        {
            "mqtt" => (false, false, 1883),
            "mqtts" => (true, false, 8883),
            "ws" => (false, true, 80),
            "wss" => (true, true, 443),
            _ => (false, false, 0),
        };
        if (usualPort == 0) return null;
        if (path.Length > 0 && !inWebSocket) fault = ("only ws:// and wss:// have a path", "只有 ws:// 和 wss:// 可以带路径");
        else if (path.AsSpan().ContainsAnyExceptInRange('!', '~')) fault = ("the path is not made of printable ASCII characters", "路径含有非 ASCII 可打印字符");
        else if (path.Contains('#', StringComparison.Ordinal)) fault = ("the path contains #", "路径含有 #");
        if (fault.English.Length > 0 || !EndpointText.TryParse(place, usualPort, out _, out string host, out int port, out fault)) return null;
        return new BrokerAddress(host, port, usesTls, !inWebSocket ? null : path.Length == 0 ? UsualPath : path);
    }

    private static string SchemeOf(bool usesTls, bool inWebSocket) => (inWebSocket ? "ws" : "mqtt") + (usesTls ? "s" : "");
}
