using System.Text.Json;
using Gateway.Cli;
using Gateway.Core.Alarms;
using Gateway.Core.Buffering;
using Gateway.Core.Site;
using Gateway.Hosting;
using Microsoft.AspNetCore.Builder;

namespace Gateway.Tests.Cli;

public sealed class StatusVerbTests : IDisposable
{
    private static readonly DateTimeOffset _now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    private readonly SiteFolder _folder = new();
    private readonly SiteModel _site;

    public StatusVerbTests() => _site = FakeService.SiteOf(_folder.SiteFile);

    [Theory]
    [InlineData("status")]
    [InlineData("alarm", "list")]
    [InlineData("alarm", "ack", "outlet/turbidity/high")]
    public async Task Without_a_service_the_exit_code_is_7(params string[] verb)
    {
        var run = await CommandRun.Of([.. verb, "--config", _folder.SiteFile]);
        Assert.Equal((ExitCode.ServiceNotReachable, ""), (run.ExitCode, run.Out));
        Assert.StartsWith("错误：无法连接 bench 的网关服务", (await CommandRun.InChinese([.. verb, "--config", _folder.SiteFile])).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("alarm", "list")]
    [InlineData("run")]
    public async Task With_a_broken_site_the_exit_code_is_3(params string[] verb)
    {
        string file = _folder.Write("broken.yaml", "site: {}\n");
        Assert.Equal(ExitCode.ConfigurationInvalid, (await CommandRun.Of([.. verb, "--config", file])).ExitCode);
    }

    [Fact]
    public async Task A_healthy_gateway_is_a_table_and_exit_code_0()
    {
        await using var service = await FakeService.StartAsync(_site, host => host.MapGet("/status", () => Report()));
        var run = await CommandRun.Of("status", "--config", _folder.SiteFile);
        Assert.Equal((ExitCode.Fine, ""), (run.ExitCode, run.Error));
        var lines = run.Out.Split('\n');
        Assert.Equal("bench   running 3 d 4 h   envgw 0.1.0   alarms: 0 unacknowledged of 4", lines[0]);
        Assert.Matches(@"^  bus line +tcp://127\.0\.0\.1:1 +1/1 device +1204 ok, 1 time-out, 0 check sum errors$", lines[1]);
        Assert.Matches(@"^  buffer +/var/lib/envgw +healthy +18\.2 MB of 2 GB, 99 readings stored, 41 days at this rate$", lines[2]);
        Assert.Matches(@"^  clock +2026-03-04 13:06:07 UTC\+08:00 +synchronised, within 3 ms$", lines[3]);
    }

    [Fact]
    public async Task The_table_is_aligned_in_Chinese()
    {
        await using var service = await FakeService.StartAsync(_site, host => host.MapGet("/status", () => Report()));
        var lines = (await CommandRun.InChinese("status", "--config", _folder.SiteFile)).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("已运行 3 天 4 小时", lines[0], StringComparison.Ordinal);
        int state = CommandRun.ColumnOf("1/1 台设备", lines[1]);
        Assert.Equal(state, CommandRun.ColumnOf("正常", lines[2]));
        Assert.Equal(state, CommandRun.ColumnOf("已同步", lines[3]));
        Assert.EndsWith("按当前速率可存 41 天", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_problem_is_said_with_exit_code_1()
    {
        await using var service = await FakeService.StartAsync(
            _site, host => host.MapGet("/status", () => Report(new StatusProblem("bus line: unplugged", "总线 line：已拔出", "envgw doctor"))));
        var run = await CommandRun.Of("status", "--config", _folder.SiteFile);
        Assert.Equal(ExitCode.ProblemsFound, run.ExitCode);
        Assert.EndsWith("! bus line: unplugged → envgw doctor\n", run.Out, StringComparison.Ordinal);
        Assert.EndsWith("! 总线 line：已拔出 → envgw doctor\n", (await CommandRun.InChinese("status", "--config", _folder.SiteFile)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Why_a_bus_and_a_feed_have_no_connection_is_said_in_Chinese_too()
    {
        using var folder = new SiteFolder(1, "feeds: { platform: { broker: \"mqtt://127.0.0.1:1\" } }");
        await using var gateway = await RunningGateway.StartAsync(folder);
        await gateway.BusAsync(bus => bus.GetProperty("state").GetString() == "lost");
        string[] lines;
        do lines = (await CommandRun.InChinese("status", "--config", folder.SiteFile)).Out.Split('\n');
        while (lines.Any(line => line.Contains("正在连接", StringComparison.Ordinal)));
        Assert.Contains("! 总线 line：对方拒绝连接 → envgw doctor", lines);
        Assert.Contains(lines, line => line.StartsWith("! 上报 platform：未连接 mqtt://127.0.0.1:1：无法连接服务器（", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Json_is_the_services_own_document()
    {
        await using var service = await FakeService.StartAsync(_site, host => host.MapGet("/status", () => Report()));
        var root = JsonDocument.Parse((await CommandRun.Of("status", "--json", "--config", _folder.SiteFile)).Out).RootElement;
        Assert.Equal("envgw.status/1", root.GetProperty("schema").GetString());
        Assert.Equal("answering", root.GetProperty("buses")[0].GetProperty("devices")[0].GetProperty("state").GetString());
        Assert.Equal("Synchronized", root.GetProperty("clock").GetString());
    }

    [Fact]
    public async Task Alarms_are_listed_with_what_to_do_next()
    {
        await using var service = await FakeService.StartAsync(_site, host => host.MapGet("/alarms", () => Alarms("UNACK")));
        var run = await CommandRun.Of("alarm", "list", "--config", _folder.SiteFile);
        Assert.Equal(ExitCode.ProblemsFound, run.ExitCode);
        Assert.Matches(@"^2 +unacknowledged +2026-03-04 13:06:07 +outlet/turbidity/high +Turbidity +1\.42 / 0\.8 NTU +01JD$", run.Out.Split('\n')[1]);
        Assert.Equal("next: envgw alarm ack outlet/turbidity/high --note \"…\"", run.Error.Trim());
        Assert.Contains("报警，未确认", (await CommandRun.InChinese("alarm", "list", "--config", _folder.SiteFile)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_asked_for_when_every_alarm_is_acknowledged()
    {
        await using var service = await FakeService.StartAsync(_site, host => host.MapGet("/alarms", () => Alarms("ACKED")));
        var run = await CommandRun.Of("alarm", "list", "--config", _folder.SiteFile);
        Assert.Equal((ExitCode.ProblemsFound, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task No_alarm_is_exit_code_0()
    {
        await using var service = await FakeService.StartAsync(_site, host => host.MapGet("/alarms", () => new AlarmReport("envgw.alarms/1", "bench", 1, [])));
        var run = await CommandRun.Of("alarm", "list", "--config", _folder.SiteFile);
        Assert.Equal((ExitCode.Fine, "No alarm. 1 alarm watched."), (run.ExitCode, run.Out.Trim()));
    }

    [Theory]
    [InlineData(AcknowledgeResult.Done, ExitCode.Fine)]
    [InlineData(AcknowledgeResult.UnknownAlarm, ExitCode.ProblemsFound)]
    [InlineData(AcknowledgeResult.StaleOccurrence, ExitCode.ProblemsFound)]
    [InlineData(AcknowledgeResult.NothingToAcknowledge, ExitCode.ProblemsFound)]
    [InlineData(AcknowledgeResult.NotStored, ExitCode.ProblemsFound)]
    [InlineData(AcknowledgeResult.NotRunning, ExitCode.ProblemsFound)]
    public async Task An_acknowledgement_names_the_occurrence_and_says_what_came_of_it(AcknowledgeResult result, int code)
    {
        var seen = new TaskCompletionSource<Acknowledgement>();
        await using var service = await FakeService.StartAsync(_site, host =>
        {
            host.MapGet("/alarms", () => Alarms("UNACK"));
            host.MapPost("/alarms/acknowledge", (Acknowledgement what) =>
            {
                seen.TrySetResult(what);
                return new AcknowledgeReport("envgw.acknowledge/1", result);
            });
        });
        var run = await CommandRun.Of("alarm", "ack", "outlet/turbidity/high", "--note", "seen", "--config", _folder.SiteFile);
        Assert.Equal(code, run.ExitCode);
        Assert.Equal(("01JD", "seen"), ((await seen.Task).Occurrence, (await seen.Task).Note));
        Assert.Equal(code == ExitCode.Fine, run.Out.Length > 0);
        Assert.Equal(code == ExitCode.Fine, run.Error.Length == 0);
    }

    public void Dispose() => _folder.Dispose();

    private static AlarmReport Alarms(string state) => new("envgw.alarms/1", "bench", 4,
        [new AlarmLine("outlet/turbidity/high", "01JD", state, 2, _now, 1.42, 0.8, "{NTU}", "high", "Turbidity", "浊度")]);

    private static StatusReport Report(params StatusProblem[] problems) => new(
        "envgw.status/1", "bench", "0.1.0", _now, _now - new TimeSpan(3, 4, 5, 6), "abc",
        [
            new BusStatus("line", "tcp://127.0.0.1:1", "open", null, _now, 1205, 1204, 1, 0, 0, 0, 0, 0,
                [new DeviceStatus("outlet", 1, "water/x", "answering", null, _now, 12.3)]),
        ],
        [],
        new BufferStatus("healthy", "/var/lib/envgw", 19_084_083, 2L << 30, "k3f6", 1, 9, 99, 0, 0, 0, null, null, Days: 41.3),
        ClockState.Synchronized, new AlarmCounts(4, 0, 0, 0), problems, 2.4, "Asia/Shanghai");
}
