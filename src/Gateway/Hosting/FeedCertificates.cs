using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Core.Forwarding.Proof;
using Gateway.Core.Site;

namespace Gateway.Hosting;

/// <summary>Looks how long the client certificates of feeds are good for; read each time, since they are renewed on disk.</summary>
internal static class FeedCertificates
{
    public static IReadOnlyList<CertificateLife> Lives(IReadOnlyList<FeedModel> feeds) =>
        [.. feeds.Select(feed => (feed.Name, Ends: EndOf(feed.ClientCertificateFile))).Where(life => life.Ends is not null)
            .Select(life => new CertificateLife(life.Name, life.Ends!.Value))];

    /// <returns>Null when there is none or it cannot be read; the feed says that itself when it connects.</returns>
    private static DateTimeOffset? EndOf(string? file)
    {
        if (file is null) return null;
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificateFromFile(file);
            return certificate.NotAfter;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return null;
        }
    }
}
