using System.CommandLine;
using System.Text.Json.Nodes;
using Gateway.Cli;
using Gateway.Fieldbus.Modbus.Server;
using Gateway.Testing;
using Gateway.Tests.Cli.Commissioning;
using Microsoft.AspNetCore.Builder;

namespace Gateway.Tests.Cli;

/// <summary>What every verb takes, and that it means the same on all of them.</summary>
public sealed class CommonOptionsTests : IDisposable
{
    private static readonly string[] _common =
        ["--lang", "--json", "--output", "--quiet", "--verbose", "--no-color", "--no-input", "--timeout"];

    private readonly SiteFolder _folder = new();

    public static TheoryData<string> Leaves => [.. Verbs(CommandTree.Build(), "").Where(verb => verb.Command.Subcommands.Count == 0).Select(verb => verb.Path)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Leaves))]
    public async Task Every_verb_takes_the_common_options_and_its_help_says_what_they_mean(string path)
    {
        string[] words = path.Split(' ');
        var parsed = CommandTree.Build().Parse([.. words, "-v", "--no-input", "--timeout", "2s", "-q", "--no-color", "-o", "table", "--lang", "en"]);
        Assert.True(parsed.GetValue(SharedOptions.Verbose) && parsed.GetValue(SharedOptions.NoInput) && parsed.GetValue(SharedOptions.Quiet));
        Assert.Equal("2s", parsed.GetValue(SharedOptions.Timeout));
        Assert.Empty(parsed.UnmatchedTokens);
        string help = (await CommandRun.Of([.. words, "--help"])).Out;
        Assert.All(_common, name => Assert.Matches($"(?m)^  (-[a-z], )?{name}( |$)", help));
    }

    [Fact]
    public void No_verb_has_a_common_option_of_its_own()
    {
        var own = Verbs(CommandTree.Build(), "").Where(verb => verb.Command is not RootCommand).SelectMany(verb => verb.Command.Options);
        Assert.DoesNotContain(own, option => _common.Contains(option.Name) || option.Aliases.Any(alias => alias is "-v" or "-q" or "-o"));
    }

    [Theory]
    [InlineData("status")]
    [InlineData("explain", "P104")]
    [InlineData("bus", "scan", "tcp://127.0.0.1:1")]
    public async Task A_time_out_that_is_none_is_wrong_usage_wherever_it_stands(params string[] verb)
    {
        var run = await CommandRun.Of([.. verb, "--timeout", "5"]);
        Assert.Equal((ExitCode.WrongUsage, "error: '5' is no span of time"), (run.ExitCode, run.ErrorLines[0]));
    }

    [Fact]
    public async Task The_service_has_so_long_to_answer_as_was_said()
    {
        var never = new TaskCompletionSource<string>();
        await using var service = await FakeService.StartAsync(FakeService.SiteOf(_folder.SiteFile), host => host.MapGet("/status", () => never.Task));
        var run = await CommandRun.Of("status", "--timeout", "80ms", "--config", _folder.SiteFile);
        Assert.Equal(ExitCode.ServiceNotReachable, run.ExitCode);
        Assert.Contains("no answer within 80 ms", run.Error, StringComparison.Ordinal);
        never.SetResult("");
    }

    [Fact]
    public async Task A_device_under_test_has_so_long_to_answer_as_was_said()
    {
        await using var device = new CountingServer();
        device.Store.Unit(247).Mood = _ => ModbusReply.Silence;
        using var site = new SiteFolder(device.Port);
        var run = await CommandRun.Of("device", "test", "outlet", "--timeout", "70ms", "--config", site.SiteFile);
        Assert.Equal(ExitCode.NoAnswer, run.ExitCode);
        Assert.Contains("70 ms each", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verbose_shows_the_file_the_frames_and_how_it_ended()
    {
        await using var bench = ToolBench.OnNetwork();
        bench.Store.Unit(3).Set(ModbusTable.HoldingRegisters, 2, [0xB852, 0x40E6]);
        string[] read = ["reg", "read", bench.Bus, "-u", "3", "hr:2", "--count", "2"];
        var quiet = await bench.RunAsync(read);
        var verbose = await bench.RunAsync([.. read, "-v"]);
        // The transaction identifier and the time it took are new each time.
        Assert.Equal(quiet.Out.Split('\n').Skip(2), verbose.Out.Split('\n').Skip(2));
        Assert.Equal("\n", quiet.Error);
        Assert.Matches(@"(?m)^· open tcp://127.0.0.1:\d+$", verbose.Error);
        Assert.Matches("(?m)^· TX [0-9A-F]{2} [0-9A-F]{2} 00 00 00 06 03 03 00 02 00 02$", verbose.Error);
        Assert.Matches("(?m)^· RX [0-9A-F]{2} [0-9A-F]{2} 00 00 00 07 03 03 04 B8 52 40 E6$", verbose.Error);
        Assert.Matches(@"(?m)^· exit code 0 after [0-9.]+ m?s$", verbose.Error);
        var chinese = await bench.RunAsync([.. read, "-v", "--lang", "zh-CN"]);
        Assert.Matches(@"(?m)^· 退出码 0，用时 [0-9.]+ m?s$", chinese.Error);
    }

    [Fact]
    public async Task Verbose_shows_what_is_asked_of_the_service()
    {
        await using var service = await FakeService.StartAsync(
            FakeService.SiteOf(_folder.SiteFile), host => host.MapGet("/alarms", () => new Gateway.Hosting.AlarmReport("envgw.alarms/1", "bench", 1, [])));
        var run = await CommandRun.Of("alarm", "list", "--verbose", "--config", _folder.SiteFile);
        Assert.Contains($"· site file {_folder.SiteFile}: 1 device on 1 bus", run.ErrorLines);
        Assert.Matches(@"(?m)^· GET /alarms at .+: \d+ ms$", run.Error);
        Assert.Matches(@"(?m)^· exit code 0 after [0-9.]+ m?s$", run.Error);
    }

    [Fact]
    public async Task Verbose_beside_json_is_json_on_the_error_stream()
    {
        var run = await CommandRun.Of("device", "list", "--json", "-v", "--config", _folder.SiteFile);
        Assert.Equal(2, run.ErrorLines.Count);
        Assert.All(run.ErrorLines, line => Assert.Equal("detail", (string?)JsonNode.Parse(line)!["severity"]));
    }

    [Theory]
    [InlineData("reg write {0} -u 1 hr:10 2")]
    [InlineData("device add --bus {0} -u 1 --profile water/boqu-phg-2091 --name ph-1")]
    public async Task Nobody_is_asked_at_a_terminal_when_no_input_is_wanted(string verb)
    {
        await using var bench = ToolBench.OnNetwork();
        bench.Store.Unit(1)[ModbusTable.HoldingRegisters, 10] = 7;
        string line = string.Format(System.Globalization.CultureInfo.InvariantCulture, verb, bench.Bus);
        // script(1) gives it a terminal of its own; it stays open, with nobody typing.
        await using var process = RunningProcess.Start("script", ["-qefc",
            $"'{Path.Combine(AppContext.BaseDirectory, "envgw")}' {line} --no-input --lang en --config {_folder["new.yaml"]}", "/dev/null"], "bsdutils");
        Assert.Equal(ExitCode.WrongUsage, await process.WaitForExitAsync());
        Assert.DoesNotContain(process.Output.Entries, said => said.Contains("Type yes", StringComparison.Ordinal));
        Assert.Contains(process.Output.Entries, said => said.Contains("Nothing was written. Without a person to ask: --yes", StringComparison.Ordinal));
        Assert.Equal((7, false), (bench.Store.Unit(1)[ModbusTable.HoldingRegisters, 10], File.Exists(_folder["new.yaml"])));
    }

    [Fact]
    public async Task What_a_profile_leaves_open_is_an_error_and_no_question_when_no_input_is_wanted()
    {
        await using var process = RunningProcess.Start("script", ["-qefc",
            $"'{Path.Combine(AppContext.BaseDirectory, "envgw")}' device add --bus tcp://127.0.0.1:1 -u 1 --profile hvac/kimo-c310 --name dp "
                + $"--no-input --lang en --config {_folder["new.yaml"]}", "/dev/null"], "bsdutils");
        Assert.Equal(ExitCode.WrongUsage, await process.WaitForExitAsync());
        Assert.Contains(process.Output.Entries, said => said.Contains("from-0, from-1", StringComparison.Ordinal));
        Assert.False(File.Exists(_folder["new.yaml"]));
    }

    private static IEnumerable<(string Path, Command Command)> Verbs(Command command, string path) =>
        [(path, command), .. command.Subcommands.SelectMany(verb => Verbs(verb, $"{path} {verb.Name}".Trim()))];
}
