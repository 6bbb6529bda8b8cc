using System.Text.Json;
using Gateway.Cli;

namespace Gateway.Tests.Cli;

public class CheckVerbTests
{
    [Fact]
    public async Task A_sound_site_is_told_on_the_output_in_both_languages()
    {
        using var site = new SiteFolder();
        var run = await CommandRun.Of("check", site.SiteFile);
        Assert.Equal((ExitCode.Fine, ""), (run.ExitCode, run.Error));
        Assert.Contains("is sound: 1 device on 1 bus, 1 point, ", run.Out, StringComparison.Ordinal);
        Assert.Contains("0 feeds; 1 profile, 7 tests passed.", run.Out, StringComparison.Ordinal);
        Assert.Contains("无误：1 条总线上 1 台设备", (await CommandRun.InChinese("check", site.SiteFile)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_path_and_the_option_name_the_same_file()
    {
        using var site = new SiteFolder();
        Assert.Equal(await CommandRun.Of("check", site.SiteFile), await CommandRun.Of("check", "--config", site.SiteFile));
    }

    [Fact]
    public async Task A_mistake_goes_to_the_error_stream_with_exit_code_3()
    {
        using var site = new SiteFolder();
        File.WriteAllText(site.SiteFile, File.ReadAllText(site.SiteFile).Replace("connect:", "conect:", StringComparison.Ordinal));
        var run = await CommandRun.Of("check", site.SiteFile);
        Assert.Equal((ExitCode.ConfigurationInvalid, ""), (run.ExitCode, run.Out));
        Assert.Contains("did you mean 'connect'?", run.Error, StringComparison.Ordinal);
        Assert.Contains("错误[", (await CommandRun.InChinese("check", site.SiteFile)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_one_document_on_the_output_whatever_was_found()
    {
        using var site = new SiteFolder();
        var sound = await CommandRun.Of("check", site.SiteFile, "--json");
        Assert.Equal((ExitCode.Fine, ""), (sound.ExitCode, sound.Error));
        Assert.Equal("envgw.check/1", JsonDocument.Parse(sound.Out).RootElement.GetProperty("schema").GetString());

        var missing = await CommandRun.Of("check", site["no.yaml"], "--json");
        Assert.Equal((ExitCode.ConfigurationInvalid, ""), (missing.ExitCode, missing.Error));
        var problem = Assert.Single(JsonDocument.Parse(missing.Out).RootElement.GetProperty("problems").EnumerateArray());
        Assert.Equal("Y021", problem.GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_fix_is_written_whole_and_keeps_the_files_mode()
    {
        using var site = new SiteFolder();
        string text = File.ReadAllText(site.SiteFile);
        File.WriteAllText(site.SiteFile, text.Replace("bus: line", "bus： line", StringComparison.Ordinal));
        File.SetUnixFileMode(site.SiteFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var run = await CommandRun.Of("check", site.SiteFile, "--fix");
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        Assert.Contains("was mended", run.Error, StringComparison.Ordinal);
        Assert.Contains("bus: ", File.ReadAllText(site.SiteFile), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(site.SiteFile));
    }

    [Fact]
    public async Task The_fixes_of_the_sites_own_profiles_and_limit_packs_are_written_with_those_of_the_site()
    {
        using var site = new SiteFolder(more: "  probe: { profile: own/probe, bus: line, unit: 9 }");
        string profile = site.Write("profiles/own/probe.yaml",
            """
            profile：own/probe
            version: 2.1.0
            device: { manufacturer: Acme, model: PH200, grade: B, source: "manual rev C" }
            modbus: { unit: 9 }
            points: { ph: { quantity: ph, unit: "[pH]", read: "hr:2", type: uint16 } }
            tests: [ { registers: { "hr:2": "0007" }, expect: { ph: 7 } } ]
            """);
        var shown = await CommandRun.Of("check", site.SiteFile);
        Assert.Contains("envgw check --fix writes it", shown.Error, StringComparison.Ordinal);
        var run = await CommandRun.Of("check", site.SiteFile, "--fix");
        Assert.Equal((ExitCode.Fine, $"{profile} was mended.\n"), (run.ExitCode, run.Error));
        Assert.StartsWith("profile: own/probe\n", File.ReadAllText(profile), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_only_probably_meant_is_not_written()
    {
        using var site = new SiteFolder();
        string misspelt = File.ReadAllText(site.SiteFile).Replace("buses:", "busses:", StringComparison.Ordinal);
        File.WriteAllText(site.SiteFile, misspelt);
        var run = await CommandRun.Of("check", site.SiteFile, "--fix");
        Assert.Equal(ExitCode.ConfigurationInvalid, run.ExitCode);
        Assert.Contains("did you mean 'buses'?", run.Error, StringComparison.Ordinal);
        Assert.Equal(misspelt, File.ReadAllText(site.SiteFile));

        string profile = site["p.yaml"], sound = "profile: water/x\nversion: 1.0.0\ndevice: { manufacturer: a }\n";
        File.WriteAllText(profile, sound);
        Assert.Contains("is a device profile", (await CommandRun.Of("check", profile, "--fix")).Error, StringComparison.Ordinal);
        Assert.Equal(sound, File.ReadAllText(profile));
    }

    [Fact]
    public async Task A_socket_path_that_is_too_long_is_told_before_the_gateway_runs()
    {
        using var site = new SiteFolder();
        string folder = "/tmp/" + new string('x', 100);
        File.WriteAllText(site.SiteFile, SiteFolder.Text(folder));
        var run = await CommandRun.Of("check", site.SiteFile);
        Assert.Equal(ExitCode.ConfigurationInvalid, run.ExitCode);
        Assert.Contains("error[D110]: the path of the local socket is too long", run.Error, StringComparison.Ordinal);
        Assert.Contains("at most 96 bytes", run.Error, StringComparison.Ordinal);
        Assert.Contains("D110", (await CommandRun.Of("explain", "D110")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_is_missing_is_a_warning_here_and_an_error_to_run()
    {
        using var site = new SiteFolder(more: "feeds: { platform: { broker: \"mqtts://localhost:1\", user: u, password: \"${secret:mqtt}\" } }");
        var run = await CommandRun.Of("check", site.SiteFile);
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        Assert.Contains("warning[D111]: feed platform: secret 'mqtt' is not there", run.Error, StringComparison.Ordinal);
        Assert.Contains("警告[D111]：上报 platform：找不到密钥 “mqtt”", (await CommandRun.InChinese("check", site.SiteFile)).Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.ConfigurationInvalid, (await CommandRun.Of("run", "--config", site.SiteFile)).ExitCode);
    }

    [Fact]
    public async Task A_profile_given_as_a_site_is_recognised()
    {
        using var site = new SiteFolder();
        string profile = site.Write("profiles/t/p.yaml", "profile: t/p\nversion: 1.0.0\n");
        var run = await CommandRun.Of("check", profile);
        Assert.Equal(ExitCode.ConfigurationInvalid, run.ExitCode);
        Assert.Equal([$"error: {profile} is a device profile, not a site file", $"next: envgw profile check {profile}"], run.ErrorLines);
    }
}
