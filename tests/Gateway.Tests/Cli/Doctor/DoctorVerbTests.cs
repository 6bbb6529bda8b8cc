using System.Text.Json;
using Gateway.Cli;
using Gateway.Testing;

namespace Gateway.Tests.Cli.Doctor;

/// <summary>The doctor on a real gateway, a real broker and a real line.</summary>
public sealed class DoctorVerbTests
{
    private static async Task<Dictionary<string, string>> VerdictsAsync(SiteFolder site, string lang = "en")
    {
        var run = await CommandRun.Of("--lang", lang, "doctor", "--json", "--config", site.SiteFile);
        var root = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal("envgw.doctor/1", root.GetProperty("schema").GetString());
        Assert.Equal(root.GetProperty("problems").GetInt32() > 0 ? ExitCode.ProblemsFound : ExitCode.Fine, run.ExitCode);
        return root.GetProperty("checks").EnumerateArray().GroupBy(check => check.GetProperty("check").GetString()!)
            .ToDictionary(group => group.Key, group => group.First().GetProperty("verdict").GetString()!);
    }

    [Fact]
    public async Task A_gateway_that_runs_and_a_broker_that_takes_its_login_are_well()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var device = new CountingServer();
        using var site = new SiteFolder(device.Port, $"feeds: {{ platform: {{ broker: \"mqtt://localhost:{broker.Port}\" }} }}");
        await using var gateway = await RunningGateway.StartAsync(site);
        var verdicts = await VerdictsAsync(site);
        foreach (string check in new[] { "service", "version", "configuration", "buffer", "dns", "broker-tcp", "broker-login" }) Assert.Equal((check, "ok"), (check, verdicts[check]));
        Assert.Equal("skipped", verdicts["port"]);
    }

    [Fact]
    public async Task A_broker_that_is_not_there_and_a_service_that_does_not_run_are_problems_with_a_next_step()
    {
        using var site = new SiteFolder(1, "feeds: { platform: { broker: \"mqtt://127.0.0.1:1\" } }");
        var run = await CommandRun.Of("doctor", "--config", site.SiteFile);
        Assert.Equal(ExitCode.ProblemsFound, run.ExitCode);
        Assert.Contains("✗ broker-tcp platform: 127.0.0.1:1: Connection refused → nc -vz 127.0.0.1 1\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("✗ service: not running, or this user may not ask it → systemctl status envgw\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("✗ service：未运行", (await CommandRun.InChinese("doctor", "--config", site.SiteFile)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_not_there_is_a_problem_and_its_line_is_not_asked()
    {
        using var site = new SiteFolder();
        string text = (await File.ReadAllTextAsync(site.SiteFile)).Replace("connect: \"tcp://127.0.0.1:1\"", "port: /dev/ttyUSB99, serial: 9600-8N1", StringComparison.Ordinal);
        site.Write("site.yaml", text);
        var verdicts = await VerdictsAsync(site);
        Assert.Equal(("problem", "skipped"), (verdicts["port"], verdicts["echo"]));
    }

    [Fact]
    public async Task A_broken_site_file_is_the_first_problem_and_the_last()
    {
        using var site = new SiteFolder();
        site.Write("site.yaml", "site: {}\n");
        Assert.Equal(new Dictionary<string, string> { ["files"] = "problem" }, await VerdictsAsync(site));
    }
}
