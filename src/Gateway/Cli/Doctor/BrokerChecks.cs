using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gateway.Core.Documents;
using Gateway.Core.Forwarding;
using Gateway.Core.Site;
using Gateway.Fieldbus.Transports;
using Gateway.Mqtt;

namespace Gateway.Cli.Doctor;

/// <summary>The way to each platform, step by step: name, connection, TLS and its dates, login. Nothing is published on a platform's topics.</summary>
internal sealed class BrokerChecks(DoctorCase what)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private TimeSpan Patience => what.Context.Timeout ?? _patience;

    public async IAsyncEnumerable<CheckResult> RunAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        if (what.Site.Feeds.Count == 0) yield return CheckResult.Skipped("broker", "", ("the site has no feed", "站点没有上报通道"));
        foreach (var feed in what.Site.Feeds)
        {
            var name = await NameAsync(feed, cancel);
            yield return name;
            if (name.Verdict == CheckVerdict.Problem) continue;
            foreach (var result in OwnCertificates(feed)) yield return result;
            var way = await ConnectAsync(feed, cancel);
            foreach (var result in way) yield return result;
            if (way.Any(result => result is { Name: "broker-tcp", Verdict: CheckVerdict.Problem })) continue;
            yield return await LoginAsync(feed, cancel);
            yield return Publishing(feed);
        }
    }

    private static async Task<CheckResult> NameAsync(FeedModel feed, CancellationToken cancel)
    {
        if (IPAddress.TryParse(feed.Host, out _)) return CheckResult.Skipped("dns", feed.Name, ($"{feed.Host} is an address", $"{feed.Host} 是地址"));
        try
        {
            var found = await HostNames.AddressesAsync(feed.Host, cancel);
            return CheckResult.Ok("dns", feed.Name, $"{feed.Host} → {string.Join(", ", found.Take(3).Select(address => address.ToString()))}");
        }
        catch (SocketException unknown)
        {
            return CheckResult.Problem("dns", feed.Name, ($"{feed.Host} is not known: {unknown.Message}", $"无法解析 {feed.Host}：{unknown.Message}"), $"getent hosts {feed.Host}");
        }
    }

    /// <summary>Connection, then TLS as far as dates go; whether the certificate is to be trusted is what the login finds out.</summary>
    private async Task<IReadOnlyList<CheckResult>> ConnectAsync(FeedModel feed, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var patience = new CancellationTokenSource(Patience, what.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, patience.Token);
        string place = $"{feed.Host}:{feed.Port}";
        List<CheckResult> results = [];
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(feed.Host, feed.Port, both.Token);
            results.Add(CheckResult.Ok("broker-tcp", feed.Name, ($"{place} accepts connections", $"{place} 可连接")));
            if (feed.UsesTls) results.Add(await DatesAsync(feed, client.GetStream(), both.Token));
        }
        catch (SocketException refused)
        {
            results.Add(CheckResult.Problem("broker-tcp", feed.Name, ($"{place}: {refused.Message}", $"{place}：{refused.Message}"), $"nc -vz {feed.Host} {feed.Port}"));
        }
        catch (Exception failed) when (failed is AuthenticationException or IOException)
        {
            results.Add(CheckResult.Problem("broker-tls", feed.Name, ($"{place} does not speak TLS as we do: {failed.Message}", $"{place} 的 TLS 握手失败：{failed.Message}")));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            string span = BusOptions.SpanText(Patience);
            Wording late = ($"{place} does not answer within {span}", $"{place} 在 {span} 内无应答");
            results.Add(CheckResult.Problem("broker-tcp", feed.Name, late, $"nc -vz {feed.Host} {feed.Port}"));
        }
        return results;
    }

    private async Task<CheckResult> DatesAsync(FeedModel feed, NetworkStream stream, CancellationToken cancel)
    {
        // Only the dates are read here, nothing is said over this connection, and it is closed at once: a certificate that has run out must still be shown.
        DateTime from = default, until = default;
#pragma warning disable CA5359 // Looked at, not trusted: the login below checks it.
        await using var tls = new SslStream(stream, leaveInnerStreamOpen: true, (_, certificate, _, _) =>
        {
            if (certificate is X509Certificate2 shown) (from, until) = (shown.NotBefore, shown.NotAfter);
            return true;
        });
#pragma warning restore CA5359
        var own = OwnCertificate(feed);
        using (own)
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = feed.Host, ClientCertificates = own is null ? null : [own] }, cancel);
        return Thresholds.Certificate(feed.Name, ("the broker's certificate", "服务器证书"), from, until, what.Time.GetUtcNow());
    }

    private X509Certificate2? OwnCertificate(FeedModel feed)
    {
        if (feed.ClientCertificateFile is not { } file) return null;
        try
        {
            return X509Certificate2.CreateFromPemFile(file, KeyFileOf(feed));
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException or CryptographicException)
        {
            // The check of our own certificate says so.
            return null;
        }
    }

    private string? KeyFileOf(FeedModel feed) => feed.ClientKeyFile ?? (feed.ClientKey is { } key ? what.Secrets.FileOf(key) : null);

    private IEnumerable<CheckResult> OwnCertificates(FeedModel feed)
    {
        if (feed.AuthorityFile is { } authorities) yield return DatesOf(feed, authorities, ("the authority's certificate", "CA 证书"));
        if (feed.ClientCertificateFile is { } own) yield return DatesOf(feed, own, ("our certificate", "本机证书"));
    }

    private CheckResult DatesOf(FeedModel feed, string file, Wording whose)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(file));
            return Thresholds.Certificate(feed.Name, whose, certificate.NotBefore, certificate.NotAfter, what.Time.GetUtcNow());
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return CheckResult.Problem("certificate", feed.Name, ($"{file} cannot be read: {unread.Message}", $"无法读取 {file}：{unread.Message}"));
        }
    }

    /// <summary>Under a client identifier of its own, so that the service's connection is left alone, and without a will.</summary>
    private async Task<CheckResult> LoginAsync(FeedModel feed, CancellationToken cancel)
    {
        var secrets = new FeedSecrets(reference => Encoding.UTF8.GetBytes(what.Secrets.Find(reference).Value ?? ""), what.Secrets.FileOf);
        var own = feed with { ClientIdentifier = $"{feed.ClientIdentifier}-doctor", SessionExpiry = TimeSpan.Zero };
        var options = FeedSessions.OptionsOf(new FeedSessionRequest(own, () => new MqttPublish { Topic = $"{feed.TopicRoot}/doctor", Payload = default }), secrets);
        await using var session = new MqttSession(options with { WillOfConnection = null, ConnectTimeout = Patience }, what.Time);
        var result = await session.ConnectAsync(cancel);
        if (result.Outcome != MqttConnectOutcome.Connected)
            return CheckResult.Problem("broker-login", feed.Name, MqttReasons.Of(result), $"envgw check {what.File}");
        await session.DisconnectAsync(cancel);
        return CheckResult.Ok("broker-login", feed.Name, ("the broker accepts our login", "服务器接受登录"));
    }

    private CheckResult Publishing(FeedModel feed)
    {
        if (what.Service?.Feeds.FirstOrDefault(known => known.Name == feed.Name) is not { } status)
            return CheckResult.Skipped("broker-publish", feed.Name, ("nothing is published by way of trial; a running service would show it", "不做试发布；服务运行时可查看实际上报"));
        if (status.Parked) return CheckResult.Problem("broker-publish", feed.Name, ("the broker does not allow publishing; check its access list", "服务器不允许发布，请检查其访问控制"), "envgw status");
        return status.LastAcknowledged is { } last
            ? CheckResult.Ok("broker-publish", feed.Name, ($"last acknowledged {Hosting.SiteZone.Of(what.Site.TimeZone).Stamp(last)}", $"最后确认 {Hosting.SiteZone.Of(what.Site.TimeZone).Stamp(last)}"))
            : CheckResult.Warning("broker-publish", feed.Name, ("nothing was acknowledged since the start", "启动以来没有任何确认"), "envgw status");
    }
}
