using System.CommandLine;
using System.Text;
using Gateway.Core.Site;
using Gateway.Mqtt;

namespace Gateway.Cli.Platform;

/// <summary>How a verb reaches a broker: the same words as in a site file.</summary>
internal static class BrokerOptions
{
    // Commands and messages of a gateway are far below this; a descriptor comes in pieces.
    private const int LargestPacket = 1024 * 1024;

    // It is a level of the topic for answers, and gateways know it by this name.
    private const int LongestClient = 48;

    private static readonly TimeSpan _keptFor = TimeSpan.FromHours(1);
    private static readonly TimeSpan _connectTimeout = TimeSpan.FromSeconds(10);

    private static readonly VerbOption<string> _broker =
        new("--broker", ("The broker: mqtt://HOST[:PORT], or mqtts:// with TLS; ws://HOST[:PORT][/PATH], or wss:// with TLS.", "MQTT 服务器：mqtt://主机[:端口]，或使用 TLS 的 mqtts://；WebSocket 用 ws://主机[:端口][/路径] 或 wss://。"), "URL") { Required = true };

    private static readonly VerbOption<string?> _authority = new("--ca",
        ("PEM file of the authorities to trust (default: the system's).", "受信任的 CA 证书文件，PEM 格式（默认用系统的）。"), "FILE");

    private static readonly VerbOption<string?> _certificate = new("--cert", ("PEM file of the client certificate.", "客户端证书文件，PEM 格式。"), "FILE");

    private static readonly VerbOption<string?> _key = new("--key", ("PEM file of its private key.", "客户端私钥文件，PEM 格式。"), "FILE");

    private static readonly VerbOption<string?> _user = new("--user", ("User name.", "用户名。"), "NAME");

    private static readonly VerbOption<string?> _passwordFile =
        new("--password-file", ("File that holds the password; a password on the command line could be read by others.", "存放密码的文件；命令行中的密码会被他人看到。"), "FILE");

    private static readonly VerbOption<string?> _protocol =
        new("--protocol", ("MQTT version: 5 or 3.1.1 (default: 5 with a fall back to 3.1.1).", "MQTT 版本：5 或 3.1.1（默认 5，不支持时改用 3.1.1）。"), "5|3.1.1", "5", "3.1.1");

    private static readonly VerbOption<string?> _client = new(
        "--client",
        ("Client identifier under which the broker keeps what comes while we are away (default: none is kept).", "客户端标识；离线期间的消息由服务器保留（默认不保留）。"),
        "NAME");

    public static IEnumerable<Option> All => [_broker, _authority, _certificate, _key, _user, _passwordFile, _protocol, _client];

    /// <summary>The name that was given; one that nobody else has when none was.</summary>
    public static string ClientOf(ParseResult parsed) => parsed.GetValue(_client) ?? $"envgw-verify-{Guid.NewGuid().ToString("N")[..8]}";

    /// <returns>Null when the command line is wrong, which has been said.</returns>
    public static MqttSessionOptions? Read(CommandContext context, ParseResult parsed, string client)
    {
        if (Address(context, parsed) is not { } address || !IsClient(context, client) || !FitsTls(context, parsed, address)) return null;
        // What comes while the connection is broken is asked for again; a session that nobody comes back for would fill the broker.
        bool isKept = parsed.GetValue(_client) is not null;
        return new MqttSessionOptions
        {
            Host = address.Host,
            Port = address.Port,
            Tls = address.UsesTls ? TlsOf(parsed) : null,
            WebSocketPath = address.WebSocketPath,
            Protocol = VersionOf(parsed),
            ClientIdentifier = client,
            UserName = parsed.GetValue(_user),
            Password = parsed.GetValue(_passwordFile) is { } file ? () => Encoding.UTF8.GetBytes(File.ReadAllText(file).TrimEnd('\r', '\n')) : null,
            SessionExpiry = isKept ? _keptFor : TimeSpan.Zero,
            CleanStartFirst = !isKept,
            ConnectTimeout = context.Timeout ?? _connectTimeout,
            ReceiveMaximum = 200,
            MaximumPacketSize = LargestPacket,
        };
    }

    private static BrokerAddress? Address(CommandContext context, ParseResult parsed)
    {
        string broker = parsed.GetRequiredValue(_broker);
        if (BrokerAddress.Parse(broker, out var fault) is { } address) return address;
        string reason = fault.English.Length == 0 ? "" : $": {fault.In(context.Language)}";
        context.Fail(($"'{broker}' cannot be --broker{reason}", $"--broker 不能为 “{broker}”{reason}"));
        context.Help(("write mqtt://HOST:PORT or mqtts://HOST:PORT", "写作 mqtt://主机:端口 或 mqtts://主机:端口"));
        return null;
    }

    private static bool FitsTls(CommandContext context, ParseResult parsed, BrokerAddress address)
    {
        bool hasTlsFiles = parsed.GetValue(_authority) is not null || parsed.GetValue(_certificate) is not null || parsed.GetValue(_key) is not null;
        if (!hasTlsFiles || address.UsesTls) return true;
        context.Fail(($"--ca, --cert and --key need {address.SecureScheme}://", $"--ca、--cert 和 --key 需要 {address.SecureScheme}://"));
        return false;
    }

    private static MqttProtocolPreference VersionOf(ParseResult parsed) => parsed.GetValue(_protocol) switch
    {
        "5" => MqttProtocolPreference.Version5Only,
        "3.1.1" => MqttProtocolPreference.Version311Only,
        _ => MqttProtocolPreference.Version5ThenVersion311,
    };

    private static bool IsClient(CommandContext context, string client)
    {
        if (client.Length is > 0 and <= LongestClient && client.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')) return true;
        context.Fail(
            ($"'{client}' cannot be --client: up to {LongestClient} letters, digits, - and _",
                $"--client 不能为 “{client}”：最多 {LongestClient} 个字母、数字、- 和 _"));
        return false;
    }

    private static MqttTlsOptions TlsOf(ParseResult parsed) => new()
    {
        CertificateAuthorityFile = parsed.GetValue(_authority),
        ClientCertificateFile = parsed.GetValue(_certificate),
        ClientKeyFile = parsed.GetValue(_key),
    };
}
