using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Core.Forwarding.Proof;
using Gateway.Core.Site;

namespace Gateway.Hosting;

/// <summary>Looks how long the client certificates of feeds are good for; read each time, since they are renewed on disk.</summary>
internal static class FeedCertificates
{
    /// <remarks>Without a certificate nothing of the framework's cryptography is touched: it is 1 MB of memory for good.</remarks>
    public static IReadOnlyList<CertificateLife> Lives(IReadOnlyList<FeedModel> feeds) =>
        [.. feeds.Where(feed => feed.ClientCertificateFile is not null)
            .Select(feed => (feed.Name, Ends: EndOf(feed.ClientCertificateFile!))).Where(life => life.Ends is not null)
            .Select(life => new CertificateLife(life.Name, life.Ends!.Value))];

    /// <returns>Null when it cannot be read; the feed says that itself when it connects.</returns>
    private static DateTimeOffset? EndOf(string file)
    {
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
