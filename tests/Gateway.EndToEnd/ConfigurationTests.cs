using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gateway.EndToEnd;

/// <summary>What people get wrong, and what the program makes of it.</summary>
public partial class ConfigurationTests : GatewayTest
{
    /// <summary>Ten mistakes, from a misspelt bus to a path that leaves its folder.</summary>
    private const string TenMistakes =
        """
        site: { id: Mistakes, timezone: Asia/Shanghai }
        buses:
          plant: { port: /dev/ttyUSB0, serial: 9600-9N1 }
          bins: { port: /dev/ttyUSB1, conect: "tcp://192.0.2.21", serial: 9600-8N1 }
        devices:
          outlet: { profile: test/probe, bus: plnt, unit: 17, alarms: { turbidty: { high: 0.8, deadband: 0.05 } } }
          inlet: { profile: ../../etc/passwd, bus: bins, unit: 300 }
          drain: { profile: test/missing, bus: bins, unit: 2 }
        feeds:
          platform: { broker: "mqtt://127.0.0.1", ca: ca.pem, send: { alarms: all } }
        buffer: { path: @BUFFER@, keep: 30d, maximum: 1MB }
        """;

    private static readonly (int Line, string At, string Code)[] _mistakes =
    [
        (1, "Mistakes", "S106"), (3, "9600-9N1", "C109"), (4, "conect", "S104"), (6, "plnt", "C101"), (6, "turbidty", "C117"), (7, "../../etc/passwd", "C103"),
        (7, "300", "S105"), (8, "test/missing", "C102"), (10, "ca:", "M102"), (11, "1MB", "S105"),
    ];

    [Fact]
    public async Task Ten_mistakes_are_all_shown_at_once_and_nothing_is_started()
    {
        Gateway.WriteProbe(TenMistakes);
        string[] lines = await File.ReadAllLinesAsync(Gateway.SiteFile, TestContext.Current.CancellationToken);
        var expected = _mistakes.Select(m => (m.Code, Gateway.SiteFile, m.Line, lines[m.Line - 1].IndexOf(m.At, StringComparison.Ordinal) + 1)).ToList();

        var run = await Gateway.AskAsync("run");
        Assert.Equal(3, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Equal(expected, Shown().Matches(run.Errors).Select(shown =>
            (shown.Groups[1].Value, shown.Groups[2].Value, int.Parse(shown.Groups[3].Value), int.Parse(shown.Groups[4].Value))));
        Assert.False(Directory.Exists(Gateway.BufferFolder));

        var check = await Gateway.AskAsync("check", "--json");
        Assert.Equal(3, check.ExitCode);
        using var report = JsonDocument.Parse(check.Output);
        Assert.Equal("envgw.check/1", report.RootElement.GetProperty("schema").GetString());
        Assert.Equal(expected, report.RootElement.GetProperty("problems").EnumerateArray().Select(p =>
            (p.GetProperty("code").GetString()!, p.GetProperty("file").GetString()!, p.GetProperty("line").GetInt32(), p.GetProperty("column").GetInt32())));
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    public async Task Ten_thousand_brackets_are_an_error_and_not_a_crash(string bracket)
    {
        Gateway.WriteSite(string.Concat(Enumerable.Repeat(bracket, 10_000)));
        var run = await Gateway.AskAsync("run");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("error[Y011]: more than 32 levels deep", run.Errors);
        Assert.DoesNotContain("S101", run.Errors);
    }

    [Fact]
    public async Task A_profile_that_leads_out_of_its_folder_is_refused()
    {
        Gateway.Write("outside.yaml", Sites.ProbeProfile);
        Gateway.WriteProbe(Sites.With(Sites.Tcp(1), 1).Replace("profile: test/probe", "profile: ../outside", StringComparison.Ordinal));
        var run = await Gateway.AskAsync("run");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("error[C103]: '../outside' cannot be the name of a profile", run.Errors);
    }

    [Fact]
    public async Task A_sound_site_is_called_sound()
    {
        Gateway.WriteProbe(Sites.With(Sites.Tcp(1), 1));
        var check = await Gateway.AskAsync("check");
        Assert.Equal(0, check.ExitCode);
        Assert.Contains("1 device on 1 bus, 2 points", check.Output);
        Assert.False(Directory.Exists(Gateway.BufferFolder));
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_an_invalid_configuration() =>
        Assert.Equal(3, (await GatewayUnderTest.RunAsync("run", "--config", Path.Combine(Gateway.Folder, "none.yaml"))).ExitCode);

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("run", "--nonsense")]
    [InlineData("alarm", "ack")]
    [InlineData("check", "--config")]
    public async Task Wrong_usage_has_its_own_exit_code_and_one_sentence(params string[] arguments)
    {
        var said = await GatewayUnderTest.RunAsync(arguments);
        Assert.Equal(2, said.ExitCode);
        Assert.Equal("", said.Output);
        Assert.StartsWith("error: ", said.Errors);
        Assert.Contains("--help", said.Errors);
    }

    [Fact]
    public async Task Chinese_is_spoken_where_it_is_asked_for()
    {
        Gateway.WriteProbe(TenMistakes);
        var check = await Gateway.AskAsync("check", "--lang", "zh-CN");
        Assert.Equal(3, check.ExitCode);
        Assert.Contains("错误[C101]：没有总线 “plnt”", check.Errors);
        Assert.DoesNotContain("error", check.Errors);
        Assert.DoesNotMatch("[a-z]+ [a-z]+ [a-z]+", Commands().Replace(check.Errors, ""));

        Gateway.WriteProbe(Sites.With(Sites.Tcp(1), 1));
        Assert.Contains("无误", (await Gateway.AskAsync("check", "--lang", "zh-CN")).Output);
        Assert.Contains("无法连接", (await Gateway.AskAsync("status", "--lang", "zh-CN")).Errors);
    }

    [GeneratedRegex(@"^error\[([A-Z][0-9]{3})\]: .+\n  --> (.+):([0-9]+):([0-9]+)", RegexOptions.Multiline)]
    private static partial Regex Shown();

    [GeneratedRegex("envgw [a-z ]+")]
    private static partial Regex Commands();
}
