using Gateway.Core.Documents;

namespace Gateway.Core.Site;

/// <summary>Reads <c>scheme://host:port</c>.</summary>
internal static class EndpointText
{
    /// <summary>Takes an address apart. IPv6 addresses stand in brackets, which are taken off.</summary>
    /// <param name="usualPort">The port when none is written.</param>
    /// <param name="fault">What is wrong when it cannot be read.</param>
    public static bool TryParse(string text, int usualPort, out string scheme, out string host, out int port, out Wording fault)
    {
        int colon = text.IndexOf("://", StringComparison.Ordinal);
        (scheme, host, port, fault) = (colon < 0 ? "" : text[..colon], "", usualPort, "");
        string rest = colon < 0 ? text : text[(colon + 3)..].TrimEnd('/');
        int end = rest.StartsWith('[') ? rest.IndexOf(']', StringComparison.Ordinal) + 1 : rest.IndexOf(':', StringComparison.Ordinal);
        if (end < 0) end = rest.Length;
        host = rest[..end].Trim('[', ']');
        string after = rest[end..];
        if (Uri.CheckHostName(host) == UriHostNameType.Unknown) fault = ("the host name is not valid", "主机名无效");
        else if (after.Length > 0
            && (after[0] != ':' || !ushort.TryParse(after.AsSpan(1), System.Globalization.NumberStyles.None, null, out ushort given) || (port = given) == 0))
            fault = ("the port is not a number from 1 to 65535", "端口不是 1 到 65535 的数字");
        return fault.English.Length == 0;
    }
}
