using Gateway.Core.Documents;

namespace Gateway.Core.Site;

/// <summary>Makes feeds.</summary>
/// <param name="plain">Gets passwords that stand in the file.</param>
/// <param name="folder">Folder of the site file: certificates named by a relative path lie there.</param>
internal sealed class FeedCompiler(SourceFile file, ProblemList problems, string site, string folder, PlainSecrets plain)
{
    private const string UsualTopic = "envgw1/{org}/{gateway}";

    public IReadOnlyList<FeedModel> Feeds(MapNode root)
    {
        var feeds = new List<FeedModel>();
        var clients = new Dictionary<(string, int, string), string>();
        foreach (var entry in root.Entries("feeds"))
        {
            if (entry.Value is not MapNode map || Feed(entry, map) is not { } feed) continue;
            if (!clients.TryAdd((feed.Host, feed.Port, feed.ClientIdentifier), feed.Name))
            {
                var span = (map.Scalar("client_id") ?? entry.Key).Span;
                problems.Add(file.Problem(FeedProblems.ClientTwice, span, clients[(feed.Host, feed.Port, feed.ClientIdentifier)], feed.Name));
            }
            feeds.Add(feed with { Number = feeds.Count });
        }
        return feeds;
    }

    private FeedModel? Feed(MapEntry entry, MapNode map)
    {
        if (Broker(map) is not { } broker) return null;
        if (!broker.UsesTls) CheckPlain(map, broker);
        var feed = WithCertificate(map, new FeedModel
        {
            Number = 0,
            Name = entry.Name,
            Host = broker.Host,
            Port = broker.Port,
            UsesTls = broker.UsesTls,
            WebSocketPath = broker.WebSocketPath,
            TopicRoot = Topic(map),
            ClientIdentifier = map.Text("client_id") ?? $"envgw-{site}-{entry.Name}",
            UserName = map.Text("user"),
            Password = Password(entry, map, broker),
            AuthorityFile = Rooted(map.Text("ca")),
            ProtocolVersion = map.Text("protocol") switch { "5" => 5, "3.1.1" => 4, _ => null },
            SendsAlarms = map.Map("send")?.Text("alarms") != "none",
            Readings = Readings(map.Map("send")?["readings"]),
        });
        if (!feed.SendsAlarms && feed.Readings.None) problems.Add(file.Problem(FeedProblems.SendsNothing, entry.Key.Span, entry.Name));
        return WithHabits(map, feed);
    }

    private BrokerAddress? Broker(MapNode map)
    {
        if (map.Scalar("broker") is not { } written) return null;
        var broker = BrokerAddress.Parse(written.Text, out var fault);
        if (broker is null) problems.Add(file.Problem(SiteProblems.Endpoint, written.Span, written.Text, fault, "mqtts://mqtt.example:8883"));
        return broker;
    }

    private FeedModel WithCertificate(MapNode map, FeedModel feed)
    {
        if (map.Map("client_certificate") is not { } certificate) return feed;
        string? key = certificate.Text("key");
        var secret = SecretText.Read(key);
        return feed with { ClientCertificateFile = Rooted(certificate.Text("cert")), ClientKey = secret, ClientKeyFile = secret is null ? Rooted(key) : null };
    }

    private static FeedModel WithHabits(MapNode map, FeedModel feed) => feed with
    {
        KeepAlive = map.Duration("keep_alive") ?? feed.KeepAlive,
        SessionExpiry = map.Duration("session_expiry") ?? feed.SessionExpiry,
        Window = (int)(map.Integer("window") ?? feed.Window),
        RequiresReceipts = map.Text("receipts") == "required",
        Compress = map.Flag("compress") ?? feed.Compress,
        Commands = map.Find("commands") is null ? feed.Commands : [.. map.Items("commands").OfType<ScalarNode>().Select(verb => verb.Text).Distinct()],
    };

    private void CheckPlain(MapNode map, BrokerAddress broker)
    {
        foreach (string key in new[] { "client_certificate", "ca" })
            if (map.Find(key) is { } entry)
                problems.Add(file.Problem(FeedProblems.CertificateNeedsTls, entry.Key.Span, key, broker.Scheme, broker.SecureScheme));
    }

    private SecretReference? Password(MapEntry feed, MapNode map, BrokerAddress broker)
    {
        if (map.Scalar("password") is not { } password) return null;
        if (map.Find("user") is null) problems.Add(file.Problem(FeedProblems.PasswordNeedsUser, password.Span, feed.Name));
        if (!broker.UsesTls) problems.Add(file.Problem(FeedProblems.PasswordUnprotected, map.Find("password")!.Key.Span, feed.Name, broker.SecureScheme));
        if (SecretText.Read(password.Text) is { } secret) return secret;
        problems.Add(file.Problem(FeedProblems.PlainPassword, map.Find("password")!.Key.Span, feed.Name, $"{feed.Name.Replace('-', '_')}_password"));
        plain.Add(PlainSecrets.NameOf(feed.Name), password.Text);
        return new SecretReference(PlainSecrets.NameOf(feed.Name));
    }

    private string Topic(MapNode map)
    {
        string template = map.Text("topic") ?? UsualTopic;
        string topic = template.Replace("{org}", map.Text("org") ?? "default", StringComparison.Ordinal).Replace("{gateway}", site, StringComparison.Ordinal);
        Wording? fault = topic switch
        {
            _ when topic.AsSpan().ContainsAny("+#\0") => ("it contains + or #", "含有 + 或 #"),
            _ when topic.AsSpan().ContainsAny("{}") => ("only {org} and {gateway} are filled in", "只能使用 {org} 和 {gateway}"),
            _ when topic.StartsWith('$') => ("it begins with $", "以 $ 开头"),
            _ when topic.StartsWith('/') || topic.EndsWith('/') => ("it begins or ends with a slash", "首尾有斜杠"),
            _ when topic.Length > 200 => ("it is longer than 200 characters", "超过 200 个字符"),
            _ => null,
        };
        if (fault is { } reason) problems.Add(file.Problem(FeedProblems.Topic, map.Scalar("topic")?.Span ?? TextSpan.Start, template, reason));
        return topic;
    }

    private static ReadingSelection Readings(Node? node) => node switch
    {
        ScalarNode { Text: "none" } => new ReadingSelection(true, null, false),
        MapNode map when map.Duration("every") is { } every => new ReadingSelection(false, every, map.Flag("on_change") ?? false),
        _ => ReadingSelection.All,
    };

    private string? Rooted(string? path) => path is null ? null : Path.GetFullPath(path, folder);
}
