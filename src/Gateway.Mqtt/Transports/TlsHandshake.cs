using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Mqtt.Transports;

/// <summary>Puts TLS on a connected socket and checks who answers.</summary>
internal sealed class TlsHandshake(MqttTlsOptions options, string host, TimeProvider time)
{
    private string? _refusal;

    /// <summary>The end of validity of our certificate; null without one.</summary>
    public DateTimeOffset? ClientCertificateExpires { get; private set; }

    /// <returns>The secured stream, or why there is none.</returns>
    public async ValueTask<(SslStream? Stream, string? Fault)> RunAsync(NetworkStream network, CancellationToken cancel)
    {
        SslStream? stream = null;
        try
        {
            var files = TlsFiles.Read(options);
            ClientCertificateExpires = files.Client?.TargetCertificate.NotAfter.ToUniversalTime();
            stream = new SslStream(network);
            await stream.AuthenticateAsClientAsync(Settings(files), cancel);
            return (stream, null);
        }
        catch (Exception e) when (e is AuthenticationException or IOException or CryptographicException or UnauthorizedAccessException)
        {
            if (stream is not null) await stream.DisposeAsync();
            return (null, _refusal ?? Innermost(e));
        }
        catch (OperationCanceledException)
        {
            if (stream is not null) await stream.DisposeAsync();
            throw;
        }
    }

    /// <summary>The words of the layer that knows: OpenSSL's alert rather than "see inner exception".</summary>
    public static string Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner) exception = inner;
        return exception.Message;
    }

    private SslClientAuthenticationOptions Settings(TlsFiles files) => new()
    {
        TargetHost = host,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        ClientCertificateContext = files.Client,
        CertificateChainPolicy = Policy(files.Authorities),
        RemoteCertificateValidationCallback = Judge,
    };

    private X509ChainPolicy Policy(X509Certificate2Collection? authorities)
    {
        var policy = new X509ChainPolicy
        {
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationTime = time.GetUtcNow().UtcDateTime,
        };
        if (authorities is null) return policy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    private bool Judge(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None) return true;
        _refusal = CertificateFaults.Describe(certificate as X509Certificate2, chain, errors, host, time.GetUtcNow());
        return false;
    }
}
