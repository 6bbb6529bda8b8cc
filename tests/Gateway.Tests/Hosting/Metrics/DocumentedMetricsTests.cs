using System.Text.RegularExpressions;
using Gateway.Hosting;
using Gateway.Testing;
using Gateway.Tests.Cli;
using Gateway.Tests.House;

namespace Gateway.Tests.Hosting.Metrics;

/// <summary>The table of numbers beside the code, against a running gateway.</summary>
public sealed partial class DocumentedMetricsTests : IDisposable
{
    private readonly SiteFolder _folder = new(more: "feeds: { city: { broker: \"mqtt://127.0.0.1:1\" } }");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_number_that_is_documented_is_there_and_every_one_there_is_documented()
    {
        string readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "src", "Gateway", "Hosting", "Metrics", "README.md"));
        string[] documented = [.. Documented().Matches(readme).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal)];
        Assert.NotEmpty(documented);
        Assert.Equal(documented.Distinct(), documented);

        await using var gateway = await RunningGateway.StartAsync(_folder);
        using var client = LocalSocket.Client(LocalSocket.ServerPath(FakeService.SiteOf(_folder.SiteFile)));
        using var patience = new CancellationTokenSource(Patience.Limit);
        string[] there;
        do
        {
            // The counters of a feed begin with its first attempt to connect.
            string text = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative), patience.Token);
            there = [.. Typed().Matches(text).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal)];
        }
        while (!there.Contains("envgw_forwarding_connects_total"));
        Assert.Equal(documented, there);
    }

    [GeneratedRegex("^\\| `(envgw_[a-z_]+)` \\|", RegexOptions.Multiline)]
    private static partial Regex Documented();

    [GeneratedRegex("^# TYPE (envgw_[a-z_]+) ", RegexOptions.Multiline)]
    private static partial Regex Typed();
}
