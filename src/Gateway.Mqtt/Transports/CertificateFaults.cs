using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Mqtt.Transports;

/// <summary>Says in words why a broker's certificate is refused.</summary>
internal static class CertificateFaults
{
    /// <param name="certificate">The broker's, or null when it showed none.</param>
    /// <param name="chain">As it was built, with its faults.</param>
    /// <param name="errors">What the platform found.</param>
    /// <param name="host">The name that the certificate should bear.</param>
    /// <param name="now">What our clock says: a wrong clock refuses every certificate.</param>
    public static string Describe(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors, string host, DateTimeOffset now)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable)) return "the broker showed no certificate";

        var faults = new List<string>();
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)) faults.Add($"NameMismatch: it is not for '{host}' but for {NamesOf(certificate)}");
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors)) faults.AddRange(ChainFaults(chain, now));
        return $"the broker's certificate is refused: {string.Join("; ", faults)}";
    }

    private static IEnumerable<string> ChainFaults(X509Chain? chain, DateTimeOffset now)
    {
        if (chain is null) yield break;
        foreach (var element in chain.ChainElements)
            if (element.ChainElementStatus.Any(s => s.Status == X509ChainStatusFlags.NotTimeValid))
                yield return $"NotTimeValid: '{element.Certificate.Subject}' is valid from {Utc(element.Certificate.NotBefore)} to "
                    + $"{Utc(element.Certificate.NotAfter)}, and our clock says {Utc(now.UtcDateTime)}";
        foreach (var status in chain.ChainStatus)
            if (status.Status != X509ChainStatusFlags.NotTimeValid) yield return $"{status.Status}: {status.StatusInformation.Trim()}";
    }

    private static string NamesOf(X509Certificate2 certificate)
    {
        var alternatives = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        string[] names = alternatives is null
            ? [certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false)]
            : [.. alternatives.EnumerateDnsNames(), .. alternatives.EnumerateIPAddresses().Select(a => a.ToString())];
        return string.Join(", ", names);
    }

    private static string Utc(DateTime time) => $"{time.ToUniversalTime():yyyy-MM-dd HH:mm:ss} UTC";
}
