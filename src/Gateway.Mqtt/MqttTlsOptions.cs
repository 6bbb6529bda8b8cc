namespace Gateway.Mqtt;

/// <summary>TLS 1.2 or 1.3 to the broker. Certificate, host name and dates are always checked; there is no way to accept anyway.</summary>
/// <remarks>The files are read at each connect, so a renewed certificate is used without a restart. Revocation lists are not fetched.</remarks>
public sealed record MqttTlsOptions
{
    /// <summary>PEM file of the authorities trusted for this broker, and no others; null for those of the system.</summary>
    public string? CertificateAuthorityFile { get; init; }

    /// <summary>PEM file of our certificate, followed by any intermediates; null when the broker wants none.</summary>
    public string? ClientCertificateFile { get; init; }

    /// <summary>PEM file of its private key, not encrypted; null when the key is in <see cref="ClientCertificateFile"/>.</summary>
    public string? ClientKeyFile { get; init; }
}
