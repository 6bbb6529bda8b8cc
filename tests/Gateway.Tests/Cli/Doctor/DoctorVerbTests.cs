using System.Text.Json;
using Gateway.Cli;
using Gateway.Testing;
using Microsoft.Data.Sqlite;

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
        foreach (string check in new[] { "service", "version", "configuration", "buffer", "history", "dns", "broker-tcp", "broker-login" })
            Assert.Equal((check, "ok"), (check, verdicts[check]));
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
        string text = (await File.ReadAllTextAsync(site.SiteFile))
            .Replace("connect: \"tcp://127.0.0.1:1\"", "port: /dev/ttyUSB99, serial: 9600-8N1", StringComparison.Ordinal);
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

    [Fact]
    public async Task A_store_whose_service_is_stopped_is_looked_at_page_by_page_and_so_is_its_history()
    {
        using var site = await StoredSite.CreateAsync();
        var sound = await site.RunAsync("doctor");
        Assert.Contains(sound.Out.Split('\n'), line => line.StartsWith("✓ buffer ", StringComparison.Ordinal));
        Assert.Contains(sound.Out.Split('\n'), line => line.StartsWith("✓ history ", StringComparison.Ordinal));
        Damage(site.DayFile);
        var damaged = await site.RunAsync("doctor");
        Assert.Contains(damaged.Out.Split('\n'), line => line.StartsWith("✗ history ", StringComparison.Ordinal)
            && line.EndsWith("→ envgw buffer verify", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Server", "Client", "bench", "ok ok ok ok")]
    [InlineData("ExpiredServer", "Client", "bench", "ok ok problem problem")]
    [InlineData("StrangeServer", "Client", "bench", "ok ok ok problem")]
    [InlineData("Server", "ExpiredClient", "bench", "ok problem * problem")]
    [InlineData("Server", "Client", "wrong", "ok ok ok problem")]
    public async Task A_broker_over_TLS_is_asked_for_its_dates_and_for_a_login(string server, string client, string password, string expected)
    {
        using var files = new TemporaryFolder();
        using var certificates = new TestCertificates(files.Path);
        var own = Named(certificates, client);
        await using var broker = await Mosquitto.StartAsync(new()
        {
            ServerCertificate = Named(certificates, server), ClientAuthorityFile = certificates.AuthorityFile, Users = new Dictionary<string,
                string> { ["bench"] = "bench" },
        });
        using var site = new SiteFolder(1,
            $"feeds: {{ platform: {{ broker: \"mqtts://localhost:{broker.Ports.Tls}\", user: bench, password: {password}, ca: {certificates.AuthorityFile}, "
                + $"client_certificate: {{ cert: {own.CertificateFile}, key: {own.KeyFile} }} }} }}");
        var run = await CommandRun.Of("doctor", "--json", "--config", site.SiteFile);
        var checks = JsonDocument.Parse(run.Out).RootElement.GetProperty("checks").EnumerateArray()
            .Select(check => (Name: check.GetProperty("check").GetString(), Verdict: check.GetProperty("verdict").GetString()!)).ToList();
        List<string> dates = [.. checks.Where(check => check.Name is "certificate" or "broker-tls").Select(check => check.Verdict)];
        string[] wanted = expected.Split(' ');
        Assert.Equal(wanted[..2], dates[..2]);
        if (wanted[2] != "*") Assert.Equal(wanted[2], dates[2]);
        Assert.Equal(wanted[3], checks.Single(check => check.Name == "broker-login").Verdict);
    }

    private static void Damage(string dayFile)
    {
        using var connection = new SqliteConnection($"Data Source={dayFile};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "UPDATE chunk SET n = n + 1 WHERE key >> 40 = 5";
        Assert.Equal(1, command.ExecuteNonQuery());
    }

    private static TestCertificate Named(TestCertificates certificates, string name) => name switch
    {
        "Server" => certificates.Server,
        "ExpiredServer" => certificates.ExpiredServer,
        "StrangeServer" => certificates.StrangeServer,
        "Client" => certificates.Client,
        _ => certificates.ExpiredClient,
    };
}
