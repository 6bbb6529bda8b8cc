using System.Text.Json;
using Gateway.Cli;

namespace Gateway.Tests.Cli;

public class ProfileVerbTests
{
    private const string Sound =
        """
        profile: own/probe
        version: 2.1.0
        label: { en: Probe, zh: 探头 }
        device: { manufacturer: Acme, model: PH200, grade: B, source: "manual rev C" }
        modbus: { unit: 9 }
        points: { ph: { label: { en: pH, zh: pH 值 }, quantity: ph, unit: "[pH]", read: "hr:2", type: float32, byte_order: CDAB } }
        tests: [ { registers: { "hr:2": "B852 40E6" }, expect: { ph: 7.21 } } ]
        """;

    [Fact]
    public async Task The_list_shows_installed_and_own_profiles()
    {
        using var site = new SiteFolder();
        site.Write("profiles/own/probe.yaml", Sound);
        var run = await CommandRun.Of("profile", "list", "--config", site.SiteFile);
        Assert.Equal((ExitCode.Fine, ""), (run.ExitCode, run.Error));
        var lines = run.Out.Split('\n');
        Assert.Matches(@"^own/probe +2\.1\.0 +B +1 +own +Acme PH200$", Assert.Single(lines, line => line.StartsWith("own/", StringComparison.Ordinal)));
        Assert.Matches(@"^water/endress-hauser-liquiline-cm44x +1\.0\.0 +A +0 \+ 16 channels +installed +Endress\+Hauser", Assert.Single(lines, line => line.StartsWith("water/endress", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_list_is_aligned_with_Chinese_in_it()
    {
        using var site = new SiteFolder();
        string[] lines = (await CommandRun.InChinese("profile", "list", "--config", site.SiteFile)).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        int column = CommandRun.ColumnOf("来源", lines[0]);
        Assert.All(lines.Skip(1), line => Assert.Equal(column, CommandRun.ColumnOf("已安装", line)));
    }

    [Fact]
    public async Task The_list_as_json_has_every_field()
    {
        using var site = new SiteFolder();
        site.Write("profiles/own/probe.yaml", Sound);
        var root = JsonDocument.Parse((await CommandRun.Of("profile", "list", "--json", "--config", site.SiteFile)).Out).RootElement;
        Assert.Equal("envgw.profiles/1", root.GetProperty("schema").GetString());
        var own = Assert.Single(root.GetProperty("profiles").EnumerateArray(), p => p.GetProperty("name").GetString() == "own/probe");
        Assert.Equal(
            """{"name":"own/probe","origin":"own","state":"sound","version":"2.1.0","manufacturer":"Acme","model":"PH200","grade":"B","points":1,"channels":0,"tests":1}""",
            JsonSerializer.Serialize(own));
    }

    [Fact]
    public async Task Show_tells_registers_both_ways_and_what_to_write_next()
    {
        using var site = new SiteFolder();
        site.Write("profiles/own/probe.yaml", Sound);
        var run = await CommandRun.Of("profile", "show", "own/probe", "--config", site.SiteFile);
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        Assert.Matches(@"ph +pH +pH +holding 2-3 \(PLC 40003-40004\) +float32 CDAB +5s", run.Out);
        Assert.Contains("devices: { NAME: { profile: own/probe, bus: BUS, unit: 9 } }", run.Error, StringComparison.Ordinal);
        Assert.Contains("探头", (await CommandRun.InChinese("profile", "show", "own/probe", "--config", site.SiteFile)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_as_json_names_points_and_channels()
    {
        var root = JsonDocument.Parse((await CommandRun.Of("profile", "show", "waste/laumas-tlb", "--json")).Out).RootElement;
        Assert.Equal("envgw.profile/1", root.GetProperty("schema").GetString());
        Assert.Equal("stable", root.GetProperty("points")[0].GetProperty("name").GetString());
        Assert.True(root.GetProperty("channels")[0].GetProperty("needsScale").GetBoolean());
        Assert.Equal("gross", root.GetProperty("channels")[0].GetProperty("slots")[0].GetString());
    }

    [Fact]
    public async Task Every_shipped_profile_passes()
    {
        var run = await CommandRun.Of("profile", "check");
        Assert.Equal((ExitCode.Fine, ""), (run.ExitCode, run.Error));
        Assert.Contains("✓ water/hamilton-arc-ph 1.0.0: 2 tests passed", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("source: \"manual rev C\"", "source: \"\"")]
    [InlineData(", source: \"manual rev C\"", "")]
    [InlineData("grade: B, ", "")]
    [InlineData("tests:", "# tests:")]
    [InlineData("ph: 7.21", "ph: 7.22")]
    public async Task A_profile_without_source_grade_or_tests_or_whose_test_fails_is_refused(string from, string to)
    {
        using var site = new SiteFolder();
        Assert.Contains(from, Sound, StringComparison.Ordinal);
        string path = site.Write("probe.yaml", Sound.Replace(from, to, StringComparison.Ordinal));
        var run = await CommandRun.Of("profile", "check", path);
        Assert.Equal((ExitCode.ConfigurationInvalid, ""), (run.ExitCode, run.Out));
        Assert.StartsWith("error[", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_profiles_named_are_checked_although_one_is_broken()
    {
        using var site = new SiteFolder();
        string broken = site.Write("a.yaml", Sound.Replace("hr:2\", type", "hr:2\", tipe", StringComparison.Ordinal));
        string sound = site.Write("b.yaml", Sound);
        var run = await CommandRun.Of("profile", "check", broken, sound);
        Assert.Equal(ExitCode.ConfigurationInvalid, run.ExitCode);
        Assert.Contains("did you mean 'type'?", run.Error, StringComparison.Ordinal);
        Assert.Equal($"✓ {sound} 2.1.0: 1 test passed", run.Out.Trim());
    }

    [Fact]
    public async Task A_broken_own_profile_shows_in_the_list_with_the_next_step()
    {
        using var site = new SiteFolder();
        site.Write("profiles/own/probe.yaml", "profile: own/probe\n");
        var run = await CommandRun.Of("profile", "list", "--config", site.SiteFile);
        Assert.Equal(ExitCode.ProblemsFound, run.ExitCode);
        Assert.Contains("has errors", run.Out, StringComparison.Ordinal);
        Assert.Equal("next: envgw profile check own/probe", run.Error.Trim());
    }

    [Theory]
    [InlineData("water/hamilton-arc-p", "water/hamilton-arc-ph")]
    [InlineData("waste/senseair-s8", "hvac/senseair-s8")]
    public async Task An_unknown_name_gets_the_nearest(string name, string nearest)
    {
        var run = await CommandRun.Of("profile", "show", name);
        Assert.Equal(ExitCode.ConfigurationInvalid, run.ExitCode);
        Assert.Equal([$"error: there is no profile '{name}'", $"help: did you mean '{nearest}'?", "next: envgw profile list"], run.ErrorLines);
    }
}
