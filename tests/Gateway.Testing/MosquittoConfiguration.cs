using System.Security.Cryptography;
using System.Text;

namespace Gateway.Testing;

/// <summary>The text of mosquitto.conf(5) and of its password file for one broker.</summary>
internal static class MosquittoConfiguration
{
    private const int PasswordIterations = 101;

    public static string Of(MosquittoOptions options, MosquittoPorts ports, string folder, string? passwordFile)
    {
        var lines = new StringBuilder();
        // Started by root it would become the user "mosquitto", who cannot read the test's folder; others ignore this line.
        lines.AppendLine("user root");
        lines.AppendLine("log_dest stderr").AppendLine("log_type all").AppendLine("connection_messages true");
        lines.AppendLine($"allow_anonymous {(passwordFile is null ? "true" : "false")}");
        if (passwordFile is not null) lines.AppendLine($"password_file {passwordFile}");
        if (options.Persistence)
        {
            lines.AppendLine("persistence true").AppendLine($"persistence_location {folder}/");
            lines.AppendLine("autosave_on_changes true").AppendLine("autosave_interval 1");
        }
        foreach (string line in options.ExtraLines) lines.AppendLine(line);
        AddListener(lines, ports.Plain);
        if (ports.Tls is { } tls) AddListener(lines, tls, options);
        if (ports.WebSocket is { } webSocket) AddListener(lines, webSocket).AppendLine("protocol websockets");
        if (ports.WebSocketTls is { } both) AddListener(lines, both, options).AppendLine("protocol websockets");
        return lines.ToString();
    }

    /// <summary>A line of the password file: $7$ is PBKDF2 with SHA-512 (mosquitto_passwd(1)).</summary>
    public static string PasswordLine(string user, string password)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(12);
        byte[] hash = Rfc2898DeriveBytes.Pbkdf2(password, salt, PasswordIterations, HashAlgorithmName.SHA512, 64);
        return $"{user}:$7${PasswordIterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}";
    }

    private static StringBuilder AddListener(StringBuilder lines, int port, MosquittoOptions? tls = null)
    {
        lines.AppendLine($"listener {port} 127.0.0.1");
        if (tls?.ServerCertificate is not { } certificate) return lines;
        lines.AppendLine($"certfile {certificate.CertificateFile}").AppendLine($"keyfile {certificate.KeyFile}");
        if (tls.ClientAuthorityFile is { } authority) lines.AppendLine($"cafile {authority}").AppendLine("require_certificate true");
        return lines;
    }
}
