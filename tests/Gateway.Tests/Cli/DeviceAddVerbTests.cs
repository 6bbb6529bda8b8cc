using System.Text.Json;
using Gateway.Cli;
using Gateway.Testing;

namespace Gateway.Tests.Cli;

public sealed class DeviceAddVerbTests : IDisposable
{
    private readonly SiteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Task<CommandRun> AddAsync(params string[] arguments) => CommandRun.Of(["device", "add", .. arguments, "--config", _folder.SiteFile]);

    [Fact]
    public async Task A_device_is_added_with_a_diff_a_backup_and_what_to_do_next()
    {
        string before = await File.ReadAllTextAsync(_folder.SiteFile);
        File.SetUnixFileMode(_folder.SiteFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var run = await AddAsync("--bus", "line", "-u", "3", "--profile", "water/boqu-phg-2091", "--name", "ph-1", "--yes");
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        Assert.Contains("  +  ph-1: { profile: water/boqu-phg-2091, bus: line, unit: 3 }\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("sudo systemctl restart envgw", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("next: envgw device test ph-1\n", run.Error, StringComparison.Ordinal);
        string after = await File.ReadAllTextAsync(_folder.SiteFile);
        Assert.Equal(before, after.Replace("  ph-1: { profile: water/boqu-phg-2091, bus: line, unit: 3 }\n", "", StringComparison.Ordinal));
        Assert.Equal(before, await File.ReadAllTextAsync(Directory.GetFiles(Path.GetDirectoryName(_folder.SiteFile)!, "site.yaml.*.bak").Single()));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(_folder.SiteFile));
        Assert.Contains("ph-1", (await CommandRun.Of("device", "list", "--config", _folder.SiteFile)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_unit_that_only_somebody_before_the_device_can_know_is_asked_for_when_it_is_added()
    {
        var run = await AddAsync("--bus", "line", "-u", "3", "--profile", "hvac/s-s-regeltechnik-aerasgard", "--name", "lobby", "--yes");
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        Assert.Contains("the units of 'lobby' are settings of the device that no register explains: temperature (Cel, [degF])", run.Error, StringComparison.Ordinal);
        Assert.Contains("add 'units: { temperature: Cel }'", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("units of", (await AddAsync("--bus", "line", "-u", "4", "--profile", "water/boqu-phg-2091", "--name", "ph-1", "--yes")).Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_person_to_ask_nothing_is_written()
    {
        string before = await File.ReadAllTextAsync(_folder.SiteFile);
        var run = await AddAsync("--bus", "line", "-u", "3", "--profile", "water/boqu-phg-2091", "--name", "ph-1", "--json");
        Assert.Equal(ExitCode.WrongUsage, run.ExitCode);
        Assert.False(JsonDocument.Parse(run.Out).RootElement.GetProperty("written").GetBoolean());
        Assert.Equal(before, await File.ReadAllTextAsync(_folder.SiteFile));
    }

    [Fact]
    public async Task What_would_not_compile_is_not_written_and_all_mistakes_are_shown()
    {
        string before = await File.ReadAllTextAsync(_folder.SiteFile);
        var run = await AddAsync("--bus", "line", "-u", "3", "--profile", "water/no-such", "--name", "ph-1", "--yes");
        Assert.Equal(ExitCode.ConfigurationInvalid, run.ExitCode);
        Assert.Contains("water/no-such", run.Error, StringComparison.Ordinal);
        Assert.Contains("was not changed", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(_folder.SiteFile));
    }

    [Fact]
    public async Task A_bus_that_the_site_does_not_have_is_added_too()
    {
        var run = await AddAsync("--bus", "/dev/ttyUSB7", "--serial", "19200-8E1", "-u", "3", "--profile", "water/boqu-phg-2091", "--name", "ph-1", "--yes");
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        Assert.Contains(", bus1: { port: /dev/ttyUSB7, serial: 19200-8E1 } }", run.Out, StringComparison.Ordinal);
        Assert.Contains("bus: bus1, unit: 3", run.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Fine, (await CommandRun.Of("check", _folder.SiteFile)).ExitCode);
    }

    [Theory]
    [InlineData("waste/mettler-toledo-continuous", null, null, "9600-7E1", "9600-7E1 is how waste/mettler-toledo-continuous is shipped")]
    [InlineData("hvac/vaisala-gmp25x", "3", null, "19200-8N2", "19200-8N2 is how hvac/vaisala-gmp25x is shipped")]
    [InlineData("hvac/vaisala-gmp25x", "3", "9600-8N1", "9600-8N1", null)]
    [InlineData("water/boqu-phg-2091", "3", null, "9600-8N1", "9600-8N1 is a guess")]
    public async Task A_new_port_runs_at_the_settings_that_the_profile_names_and_it_is_said_where_they_come_from(
        string profile, string? unit, string? serial, string expected, string? said)
    {
        string[] add = ["--bus", "/dev/ttyUSB7", "--profile", profile, "--name", "new", "--yes",
            .. unit is null ? Array.Empty<string>() : ["-u", unit], .. serial is null ? Array.Empty<string>() : ["--serial", serial]];
        var run = await AddAsync(add);
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        Assert.Contains($"bus1: {{ port: /dev/ttyUSB7, serial: {expected} }}", run.Out, StringComparison.Ordinal);
        if (said is null) Assert.DoesNotContain("--serial", run.Error, StringComparison.Ordinal);
        else Assert.Contains(said, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 2, "the last scan found it alike to several profiles: water/boqu-phg-2091, water/xylem-cl500-chlorine")]
    [InlineData(1, 2, "no profile fits it wholly; nearest: water/boqu-phg-2091 (1 of 2 checks), water/xylem-cl500-chlorine (1 of 2 checks)")]
    public async Task Profiles_that_a_scan_found_alike_are_named_and_none_is_guessed(int agreed, int checks, string said)
    {
        _folder.Write("state/envgw/last-scan.json", $$"""
            {
              "schema": "envgw.scan/1", "bus": "/dev/ttyUSB0", "time": "2026-03-04T05:06:07Z", "complete": true, "probes": 64,
              "found": [
                { "unit": 3, "serial": "19200-8E1", "answer": "ok", "holding": "ok", "ms": 38,
                  "looksLike": [ { "profile": "water/boqu-phg-2091", "label": "pH", "labelZh": "pH", "agreed": {{agreed}}, "checks": {{checks}} },
                    { "profile": "water/xylem-cl500-chlorine", "label": "Cl", "labelZh": "氯", "agreed": {{agreed}}, "checks": {{checks}} } ] }
              ]
            }
            """);
        await using var add = RunningProcess.Start(
            Path.Combine(AppContext.BaseDirectory, "envgw"), ["device", "add", "--scan", "last", "--name", "ph-1", "--yes", "--config", _folder.SiteFile],
            environment: new Dictionary<string, string?> { ["XDG_STATE_HOME"] = _folder["state"], ["LC_ALL"] = "C" });
        Assert.Equal(ExitCode.WrongUsage, await add.WaitForExitAsync());
        Assert.Contains(add.Errors.Entries, line => line.Contains(said, StringComparison.Ordinal));
        Assert.Contains("help: write --profile water/boqu-phg-2091", add.Errors.Entries);
    }

    [Fact]
    public async Task A_device_found_with_ascii_frames_is_added_with_them()
    {
        _folder.Write("state/envgw/last-scan.json", """
            {
              "schema": "envgw.scan/1", "bus": "/dev/ttyUSB8", "framing": "ascii", "time": "2026-03-04T05:06:07Z", "complete": true, "probes": 64,
              "found": [ { "unit": 3, "serial": "9600-7E1", "answer": "ok", "holding": "ok", "ms": 38, "looksLike": [] } ]
            }
            """);
        await using var process = RunningProcess.Start(
            Path.Combine(AppContext.BaseDirectory, "envgw"),
            ["device", "add", "--scan", "last", "--profile", "water/xylem-cl500-chlorine", "--name", "ph-1", "--yes", "--lang", "en", "--config",
                _folder.SiteFile],
            environment: new Dictionary<string, string?> { ["XDG_STATE_HOME"] = _folder["state"] });
        await process.WaitForExitAsync();
        Assert.Contains(process.Output.Entries,
            line => line.Contains("bus1: { port: /dev/ttyUSB8, serial: 9600-7E1, framing: ascii }", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_last_scan_found_needs_only_a_name()
    {
        _folder.Write("state/envgw/last-scan.json", """
            {
              "schema": "envgw.scan/1", "bus": "/dev/ttyUSB0", "time": "2026-03-04T05:06:07Z", "complete": true, "probes": 64,
              "found": [
                { "unit": 3, "serial": "19200-8E1", "answer": "ok", "holding": "ok", "ms": 38,
                  "looksLike": [ { "profile": "water/boqu-phg-2091", "label": "pH", "labelZh": "pH", "agreed": 2, "checks": 2 } ] },
                { "unit": 9, "serial": "19200-8E1", "answer": "damaged", "holding": "damaged", "ms": 20, "looksLike": [] }
              ]
            }
            """);
        await using var add = RunningProcess.Start(
            Path.Combine(AppContext.BaseDirectory, "envgw"), ["device", "add", "--scan", "last", "--name", "ph-1", "--yes", "--config", _folder.SiteFile],
            environment: new Dictionary<string, string?> { ["XDG_STATE_HOME"] = _folder["state"], ["LC_ALL"] = "C" });
        Assert.Equal(ExitCode.Fine, await add.WaitForExitAsync());
        string site = await File.ReadAllTextAsync(_folder.SiteFile);
        Assert.Contains("bus1: { port: /dev/ttyUSB0, serial: 19200-8E1 }", site, StringComparison.Ordinal);
        Assert.Contains("ph-1: { profile: water/boqu-phg-2091, bus: bus1, unit: 3 }", site, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_device_begins_a_site_file()
    {
        string file = _folder["first/site.yaml"];
        Directory.CreateDirectory(_folder["first"]);
        string[] add = ["device", "add", "--bus", "/dev/ttyUSB7", "--serial", "19200-8E1", "-u", "3", "--profile", "water/boqu-phg-2091", "--name", "ph-1",
            "--config", file];
        var asked = await CommandRun.Of([.. add, "--json"]);
        Assert.Equal((ExitCode.WrongUsage, false), (asked.ExitCode, File.Exists(file)));
        var run = await CommandRun.Of([.. add, "--yes"]);
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        Assert.Contains("  +  ph-1: { profile: water/boqu-phg-2091, bus: bus1, unit: 3 }\n", run.Out, StringComparison.Ordinal);
        Assert.EndsWith("next: envgw device test ph-1     or  envgw run\n", run.Error, StringComparison.Ordinal);
        string site = await File.ReadAllTextAsync(file);
        Assert.Contains("  bus1: { port: /dev/ttyUSB7, serial: 19200-8E1 }\n", site, StringComparison.Ordinal);
        Assert.Contains($"path: \"{_folder["first/data"]}\"", site, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Fine, (await CommandRun.Of("check", file)).ExitCode);
        Assert.Single(Directory.GetFiles(_folder["first"]));
    }

    [Theory]
    [InlineData("Box 7_Süd", "site: { id: box-7-s-d, timezone: Asia/Shanghai }", "Asia/Shanghai")]
    [InlineData("---", "site: { id: gateway, timezone: UTC }", "Local")]
    public void Any_machine_can_begin_a_site(string machine, string expected, string zone)
    {
        Assert.Contains(expected + "\n", NewSite.Text("/srv/site.yaml", machine, zone), StringComparison.Ordinal);
        Assert.Contains("path: \"/var/lib/envgw\"", NewSite.Text("/etc/envgw/site.yaml", machine, zone), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scale_that_is_alone_on_its_bus_has_no_address()
    {
        string[] scale = ["--bus", "/dev/ttyUSB7", "--profile", "waste/mettler-toledo-continuous", "--name", "bin", "--yes"];
        var wrong = await AddAsync([.. scale, "-u", "3"]);
        Assert.Equal(ExitCode.WrongUsage, wrong.ExitCode);
        Assert.StartsWith("error: a scale that speaks toledo-continuous is alone on its bus and has no address\nhelp: write the same without -u",
            wrong.Error, StringComparison.Ordinal);
        var run = await AddAsync(scale);
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        Assert.Contains("bin: { profile: waste/mettler-toledo-continuous, bus: bus1 }", run.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Fine, (await CommandRun.Of("check", _folder.SiteFile)).ExitCode);
    }

    [Fact]
    public async Task A_scale_with_others_on_its_bus_has_an_address()
    {
        string[] scale = ["--bus", "/dev/ttyUSB7", "--profile", "waste/dini-argeo-3590-dfw-rs485", "--name", "bin-2", "--yes"];
        Assert.StartsWith("error: which address has the scale?", (await AddAsync(scale)).Error, StringComparison.Ordinal);
        var run = await AddAsync([.. scale, "-u", "2"]);
        Assert.True(run.ExitCode == ExitCode.Fine, run.Error);
        Assert.Contains("bus: bus1, address: 2 }", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bus serial runs at 9600-8N1, and the device at 19200-8E1: a bus works at one setting only", "--serial", "19200-8E1")]
    [InlineData("bus serial carries RTU frames, and the device speaks ASCII", "--framing", "ascii")]
    [InlineData("bus serial is said to have no echo", "--echo")]
    public async Task What_a_bus_of_the_site_does_not_do_is_refused_and_not_ignored(string error, params string[] other)
    {
        string before = (await File.ReadAllTextAsync(_folder.SiteFile)).Replace("buses: { ", "buses: { serial: { port: /dev/ttyUSB7, serial: 9600-8N1 }, ",
            StringComparison.Ordinal);
        _folder.Write("site.yaml", before);
        foreach (string bus in new[] { "serial", "/dev/ttyUSB7" })
        {
            var run = await AddAsync(["--bus", bus, "-u", "3", "--profile", "water/boqu-phg-2091", "--name", "ph-1", "--yes", .. other]);
            Assert.Equal(ExitCode.WrongUsage, run.ExitCode);
            Assert.StartsWith($"error: {error}", run.Error, StringComparison.Ordinal);
        }
        Assert.Equal(before, await File.ReadAllTextAsync(_folder.SiteFile));
    }

    [Fact]
    public async Task A_name_that_is_taken_is_refused()
    {
        var run = await AddAsync("--bus", "line", "-u", "3", "--profile", "water/boqu-phg-2091", "--name", "outlet", "--yes");
        Assert.Equal(ExitCode.WrongUsage, run.ExitCode);
        Assert.Contains("已有设备 “outlet”", (await CommandRun.InChinese("device", "add", "--name", "outlet", "--config", _folder.SiteFile)).Error,
            StringComparison.Ordinal);
    }
}
