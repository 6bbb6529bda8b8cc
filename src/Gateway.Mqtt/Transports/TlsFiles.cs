using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Mqtt.Transports;

/// <summary>The certificates that one connection uses, as their files were when it began.</summary>
internal sealed record TlsFiles(X509Certificate2Collection? Authorities, SslStreamCertificateContext? Client)
{
    /// <exception cref="IOException">A file is not there, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A file is not PEM, or the key is not that of the certificate.</exception>
    public static TlsFiles Read(MqttTlsOptions options) => new(ReadAuthorities(options.CertificateAuthorityFile), ReadClient(options));

    private static X509Certificate2Collection? ReadAuthorities(string? file)
    {
        if (file is null) return null;
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        return authorities;
    }

    private static SslStreamCertificateContext? ReadClient(MqttTlsOptions options)
    {
        if (options.ClientCertificateFile is not { } file) return null;
        var certificate = X509Certificate2.CreateFromPemFile(file, options.ClientKeyFile);
        var intermediates = new X509Certificate2Collection();
        intermediates.ImportFromPemFile(file);
        return SslStreamCertificateContext.Create(certificate, intermediates, offline: true);
    }
}
