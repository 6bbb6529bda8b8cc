using System.Text.Json.Nodes;
using Gateway.Cli;

namespace Gateway.Tests.Cli.Commissioning;

public class BusListVerbTests
{
    [Fact]
    public async Task The_network_buses_of_the_site_stand_beside_the_ports()
    {
        using var site = new SiteFolder(5020);
        var run = await CommandRun.Of("bus", "list", "--config", site.SiteFile, "--json");
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        var bus = Assert.Single(JsonNode.Parse(run.Out)!["buses"]!.AsArray(), line => (string?)line!["kind"] == "tcp")!;
        Assert.Equal(("tcp://127.0.0.1:5020", "line"), ((string?)bus["name"], (string?)bus["siteBus"]));
        Assert.Contains("tcp://127.0.0.1:5020", (await CommandRun.Of("bus", "list", "--config", site.SiteFile)).Out, StringComparison.Ordinal);
    }
}
