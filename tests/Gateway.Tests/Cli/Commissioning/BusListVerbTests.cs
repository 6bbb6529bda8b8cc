using System.Text.Json.Nodes;
using Gateway.Cli;
using Gateway.Testing;

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

    [Fact]
    public async Task Who_is_connected_to_a_network_bus_holds_it()
    {
        await using var device = new CountingServer();
        using var site = new SiteFolder(device.Port);
        await using var gateway = RunningProcess.Start(Path.Combine(AppContext.BaseDirectory, "envgw"), ["run", "--config", site.SiteFile]);
        await device.RequestedAsync();
        var run = await CommandRun.Of("bus", "list", "--config", site.SiteFile, "--json");
        var bus = Assert.Single(JsonNode.Parse(run.Out)!["buses"]!.AsArray(), line => (string?)line!["kind"] == "tcp")!;
        Assert.Equal([$"envgw ({gateway.Id})"], bus["heldBy"]!.AsArray().Select(holder => (string?)holder));
        Assert.Equal(0, await gateway.TerminateAsync());
        run = await CommandRun.Of("bus", "list", "--config", site.SiteFile, "--json");
        Assert.DoesNotContain($"({gateway.Id})", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_of_the_site_that_is_not_plugged_in_stands_there_too()
    {
        using var folder = new SiteFolder();
        string site = folder.Write("other.yaml", SiteFolder.Text(folder.BufferFolder)
            .Replace("connect: \"tcp://127.0.0.1:1\"", $"port: {folder["ttyUSB9"]}, serial: 19200-8E1", StringComparison.Ordinal));
        var run = await CommandRun.Of("bus", "list", "--config", site);
        Assert.Matches($"{folder["ttyUSB9"]} +not plugged in +line 19200-8E1", run.Out);
    }
}
