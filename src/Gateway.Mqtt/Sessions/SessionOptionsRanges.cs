using Gateway.Mqtt.Packets;

namespace Gateway.Mqtt.Sessions;

/// <summary>The ranges that the documentation of <see cref="MqttSessionOptions"/> names.</summary>
internal static class SessionOptionsRanges
{
    private const int LargestPacket = 16 * 1024 * 1024;

    /// <returns>The first fault; null when there is none.</returns>
    public static string? FaultOf(MqttSessionOptions options)
    {
        if (options.Host.Length == 0) return "Host is empty";
        if (options.Port is < 1 or > ushort.MaxValue) return "Port is not 1 to 65535";
        if (options.WebSocketPath is { } path && !IsAbsolutePath(path)) return "WebSocketPath is not an absolute path";
        if (!PacketText.IsString(options.ClientIdentifier)) return "ClientIdentifier is not an MQTT string";
        if (options.UserName is { } userName && !PacketText.IsString(userName)) return "UserName is not an MQTT string";
        if (options.Will is { } will && FaultOf(will) is { } fault) return $"Will: {fault}";
        if (options.KeepAlive < TimeSpan.FromSeconds(1) || options.KeepAlive > TimeSpan.FromSeconds(ushort.MaxValue)) return "KeepAlive is not 1 s to 65535 s";
        if (options.SessionExpiry < TimeSpan.Zero) return "SessionExpiry is negative";
        if (options.ReceiveMaximum is < 1 or > 1000) return "ReceiveMaximum is not 1 to 1000";
        if (options.MaximumPacketSize is < 128 or > LargestPacket) return "MaximumPacketSize is not 128 to 16777216 bytes";
        if (options.Window is < 1 or > 30_000) return "Window is not 1 to 30000";
        if (options.TopicAliasMaximum is < 0 or > ushort.MaxValue) return "TopicAliasMaximum is not 0 to 65535";
        TimeSpan[] timeouts = [options.ConnectTimeout, options.AcknowledgementTimeout, options.PingResponseTimeout, options.WriteTimeout];
        return timeouts.All(t => t > TimeSpan.Zero) ? null : "a timeout is not more than zero";
    }

    // Two slashes would begin a host (RFC 3986, section 4.2).
    private static bool IsAbsolutePath(string path) =>
        path.StartsWith('/') && !path.StartsWith("//", StringComparison.Ordinal) && !path.Contains('#') && Uri.IsWellFormedUriString(path, UriKind.Relative);

    private static string? FaultOf(MqttWill will) =>
        will.Message.Payload.Length > PacketText.LongestField ? "the payload is longer than 65535 bytes" : MessageProperties.FaultOf(will.Message);
}
