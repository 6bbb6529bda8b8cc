using System.Net;
using System.Text.Json;
using Gateway.Cli;
using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Modbus.Server;
using Gateway.Testing;

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

    [Theory]
    [InlineData("regster: hr:2", "did you mean 'read'?", "P107")]
    [InlineData("register: hr:2", "did you mean 'read'?", "P107")]
    [InlineData("address: hr:2", "did you mean 'read'?", "P107")]
    [InlineData("every: 1s", "help: add one of them", "keep one of them")]
    [InlineData("read: hr:2, field: gross", "help: keep one of them", "add one of them")]
    public async Task Where_a_point_is_read_from_is_asked_for_by_the_key_that_is_meant(string keys, string said, string unsaid)
    {
        using var folder = new TemporaryFolder();
        string profile = folder.Write("acme.yaml",
            $$"""
            profile: water/acme
            version: 1.0.0
            device: { manufacturer: Acme, model: PH200, grade: A, source: "manual, table 3" }
            modbus: { addresses: zero_based, every: 1s }
            points:
              ph: { label: { en: pH, zh: pH 值 }, quantity: ph, unit: "[pH]", type: float32, {{keys}} }
            tests:
              - { registers: { "hr:2": "40E6 B852" }, expect: { ph: 7.21 } }
            """);
        var run = await CommandRun.Of("profile", "check", profile);
        Assert.Contains(said, run.Out + run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(unsaid, run.Out + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_shows_installed_and_own_profiles()
    {
        using var site = new SiteFolder();
        site.Write("profiles/own/probe.yaml", Sound);
        var run = await CommandRun.Of("profile", "list", "--config", site.SiteFile);
        Assert.Equal((ExitCode.Fine, ""), (run.ExitCode, run.Error));
        var lines = run.Out.Split('\n');
        Assert.Matches(@"^own/probe +2\.1\.0 +B +1 +own +Acme PH200$", Assert.Single(lines, line => line.StartsWith("own/", StringComparison.Ordinal)));
        Assert.Matches(@"^water/endress-hauser-liquiline-cm44x +2\.0\.0 +A +0 \+ 16 channels +installed +Endress\+Hauser", Assert.Single(lines, line => line.StartsWith("water/endress", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Check_writes_the_certain_fixes_of_a_profile_and_leaves_what_was_only_probably_meant()
    {
        using var site = new SiteFolder();
        string spoilt = Sound.Replace("version: 2.1.0", "version：2.1.0", StringComparison.Ordinal).Replace("type: float32", "type:float32", StringComparison.Ordinal);
        string file = site.Write("profiles/own/probe.yaml", spoilt);
        var shown = await CommandRun.Of("profile", "check", file);
        Assert.Equal(ExitCode.ConfigurationInvalid, shown.ExitCode);
        Assert.Contains("envgw profile check --fix writes it", shown.Error, StringComparison.Ordinal);
        Assert.Contains("envgw profile check --fix 可写入", (await CommandRun.InChinese("profile", "check", file)).Error, StringComparison.Ordinal);
        Assert.Equal(spoilt, File.ReadAllText(file));

        var run = await CommandRun.Of("profile", "check", "own/probe", "--fix", "--config", site.SiteFile);
        Assert.Equal((ExitCode.Fine, $"{file} was mended.\n"), (run.ExitCode, run.Error));
        Assert.Equal(Sound.ReplaceLineEndings("\n"), File.ReadAllText(file));

        string misspelt = Sound.Replace("quantity:", "quantitty:", StringComparison.Ordinal);
        site.Write("profiles/own/probe.yaml", misspelt);
        Assert.Equal(ExitCode.ConfigurationInvalid, (await CommandRun.Of("profile", "check", file, "--fix")).ExitCode);
        Assert.Equal(misspelt, File.ReadAllText(file));
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
    public async Task Show_tells_which_units_are_settings_of_the_device()
    {
        string shown = (await CommandRun.Of("profile", "show", "water/hach-3400-sc")).Out;
        Assert.Contains("set on the device  temperature: Cel, [degF]; holding 16 (PLC 40017)", shown, StringComparison.Ordinal);
        Assert.Contains("value conductivity: uS/cm, mS/cm; holding 12 (PLC 40013), holding 17 (PLC 40018)", shown, StringComparison.Ordinal);
        Assert.Contains("由设备设置", (await CommandRun.InChinese("profile", "show", "water/hach-3400-sc")).Out, StringComparison.Ordinal);
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
        Assert.Contains("✓ water/hamilton-arc-ph 1.1.1: 3 tests passed", run.Out, StringComparison.Ordinal);
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

    [Fact]
    public async Task Test_shows_each_test_and_fails_when_one_does()
    {
        using var site = new SiteFolder();
        site.Write("profiles/own/probe.yaml", Sound);
        var run = await CommandRun.Of("profile", "test", "own/probe", "--config", site.SiteFile);
        Assert.Equal((ExitCode.Fine, ""), (run.ExitCode, run.Error));
        Assert.Matches(@"(?m)^own/probe +1 +1 +✓ passed$", run.Out);
        Assert.Contains("1 test passed", run.Out);

        site.Write("profiles/own/probe.yaml", Sound.Replace("ph: 7.21", "ph: 7.22", StringComparison.Ordinal));
        run = await CommandRun.Of("profile", "test", "own/probe", "--config", site.SiteFile);
        Assert.Equal(ExitCode.ProblemsFound, run.ExitCode);
        Assert.Contains("✗ failed", run.Out);
        Assert.Contains("should read 7.22, but reads 7.21", run.Error);
        var json = JsonDocument.Parse((await CommandRun.Of("profile", "test", "own/probe", "--json", "--config", site.SiteFile)).Out).RootElement;
        Assert.Equal(("envgw.profile-tests/1", false), (json.GetProperty("schema").GetString(), json.GetProperty("tests")[0].GetProperty("passed").GetBoolean()));
    }

    [Fact]
    public async Task Test_of_all_profiles_runs_every_variant()
    {
        using var site = new SiteFolder();
        var run = await CommandRun.InChinese("profile", "test", "--config", site.SiteFile);
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        Assert.Contains("common/oem-level-probe (newer-float)", run.Out);
        Assert.Matches("[0-9]+ 项测试全部通过", run.Out);
    }

    [Fact]
    public async Task A_profile_that_is_broken_otherwise_has_no_tests_to_pass()
    {
        using var site = new SiteFolder();
        site.Write("profiles/own/probe.yaml", Sound.Replace("read:", "raed:", StringComparison.Ordinal));
        var run = await CommandRun.Of("profile", "test", "own/probe", "--config", site.SiteFile);
        Assert.Equal(ExitCode.ConfigurationInvalid, run.ExitCode);
        Assert.Contains("did you mean 'read'", run.Error);
    }

    [Fact]
    public async Task Format_looks_or_rewrites_and_leaves_what_is_no_profile()
    {
        using var site = new SiteFolder();
        string path = site.Write("profiles/own/probe.yaml", "# mine\n" + Sound.Replace("unit: 9 ", "unit:   9", StringComparison.Ordinal) + "\n");
        var look = await CommandRun.Of("profile", "fmt", "--check", path);
        Assert.Equal((ExitCode.ProblemsFound, $"{path} would change\n"), (look.ExitCode, look.Out));
        Assert.Contains("unit:   9", File.ReadAllText(path));
        Assert.Equal(ExitCode.Fine, (await CommandRun.Of("profile", "fmt", path)).ExitCode);
        Assert.Contains("# mine\nprofile: own/probe\n", File.ReadAllText(path));
        Assert.Contains("modbus: { unit: 9 }", File.ReadAllText(path));
        look = await CommandRun.Of("profile", "fmt", "--check", path);
        Assert.Equal((ExitCode.Fine, "1 file as it should be\n"), (look.ExitCode, look.Out));

        string other = site.Write("notes.yaml", "a:   1\n");
        Assert.Equal(ExitCode.ConfigurationInvalid, (await CommandRun.Of("profile", "fmt", other)).ExitCode);
        Assert.Equal("a:   1\n", File.ReadAllText(other));
    }

    [Theory]
    [InlineData("water")]
    [InlineData("waste")]
    [InlineData("hvac")]
    public async Task New_writes_an_example_that_passes_its_check_and_overwrites_nothing(string template)
    {
        using var site = new SiteFolder();
        var run = await CommandRun.Of("profile", "new", "own/acme-x1", "--template", template, "--config", site.SiteFile);
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        Assert.Contains("next: ", run.Error);
        Assert.Equal(ExitCode.Fine, (await CommandRun.Of("profile", "check", "own/acme-x1", "--config", site.SiteFile)).ExitCode);
        run = await CommandRun.Of("profile", "new", "own/acme-x1", "--config", site.SiteFile);
        Assert.Equal(ExitCode.ProblemsFound, run.ExitCode);
        Assert.Contains("exists already", run.Error);
    }

    [Fact]
    public async Task New_makes_the_readings_that_find_has_kept_the_tests_of_the_profile()
    {
        using var site = new SiteFolder();
        string found = site.Write(
            "found.json",
            """{"schema":"envgw.find/1","unit":3,"serial":"9600-8N1","findings":[{"table":"hr","address":2,"type":"float32","byte_order":"CDAB","scale":1,"quantity":"ph","unit":"[pH]","readings":[{"registers":"B852 40E6","value":7.21}]}]}""");
        var run = await CommandRun.Of("profile", "new", "acme-ph200", "--from", found, "--config", site.SiteFile);
        Assert.Equal((ExitCode.Fine, true), (run.ExitCode, run.Out.EndsWith("1 point, 1 test passed\n", StringComparison.Ordinal)));
        run = await CommandRun.Of("profile", "show", "acme-ph200", "--config", site.SiteFile);
        Assert.Matches(@"ph +pH +pH +holding 2-3 \(PLC 40003-40004\) +float32 CDAB", run.Out);
        run = await CommandRun.Of("profile", "new", "acme-ph201", "--from", site.SiteFile, "--config", site.SiteFile);
        Assert.Equal(ExitCode.ProblemsFound, run.ExitCode);
        Assert.Contains("next: envgw find", run.Error);
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("Water/PH")]
    [InlineData("a/b/c")]
    public async Task New_refuses_a_name_that_leads_elsewhere(string name)
    {
        using var site = new SiteFolder();
        Assert.Equal(ExitCode.WrongUsage, (await CommandRun.Of("profile", "new", name, "--config", site.SiteFile)).ExitCode);
    }

    [Fact]
    public async Task Match_reads_what_tells_devices_apart_and_names_the_profile()
    {
        var store = new ModbusMemoryStore();
        var unit = store.Unit(4);
        unit[ModbusTable.HoldingRegisters, 600] = 0x2A;
        unit[ModbusTable.HoldingRegisters, 602] = 24;
        unit.RemoveRange(ModbusTable.HoldingRegisters, 2000, 1000);
        var server = new ModbusTcpServer(new IPEndPoint(IPAddress.Loopback, 0), ModbusFraming.Mbap, store, TimeProvider.System);
        server.Open();
        using var ending = new CancellationTokenSource();
        var serving = server.RunAsync(ending.Token);
        using var site = new SiteFolder();
        string bus = $"tcp://127.0.0.1:{server.LocalEndPoint.Port}";
        var run = await CommandRun.Of("profile", "match", bus, "-u", "4", "--config", site.SiteFile);
        var other = await CommandRun.Of("profile", "match", bus, "-u", "4", "--json", "--config", site.SiteFile);
        unit[ModbusTable.HoldingRegisters, 602] = 25;
        var wrong = await CommandRun.Of("profile", "match", bus, "-u", "4", "--config", site.SiteFile);
        var silent = await CommandRun.Of("profile", "match", bus, "-u", "9", "--timeout", "50ms", "--config", site.SiteFile);
        await ending.CancelAsync();
        await serving;

        Assert.Equal(ExitCode.Fine, run.ExitCode);
        Assert.Matches(@"(?m)^water/siemens-mag6000 +2 of 2 +Siemens", run.Out);
        Assert.Contains("next: envgw profile show water/siemens-mag6000", run.Error);
        var first = JsonDocument.Parse(other.Out).RootElement.GetProperty("matches")[0];
        Assert.Equal(("water/siemens-mag6000", true), (first.GetProperty("profile").GetString(), first.GetProperty("fits").GetBoolean()));
        Assert.Equal(ExitCode.ProblemsFound, wrong.ExitCode);
        Assert.Matches(@"water/siemens-mag6000 +1 of 2 .*expected 24, found 25", wrong.Out);
        Assert.Equal(ExitCode.NoAnswer, silent.ExitCode);
    }

    [Theory]
    [InlineData("hvac/sensirion-scd30", "  start ", "writes ", ": ")]
    [InlineData("water/yosemitech-y504-oxygen", "variant saturation-only", "reads ", "holding")]
    [InlineData("hvac/kimo-c310", "never written", "variant ", "holding")]
    [InlineData("waste/mettler-toledo-continuous", "  speaks  ", "toledo-continuous, talks by itself", "gross")]
    [InlineData("waste/dini-argeo-3590-dfw-rs485", "  speaks  ", "dini-argeo, answers by its address, several on one line", "gross")]
    [InlineData("waste/delimited-text-example", "  frame  ", "(?<weight>", "gross")]
    public async Task What_an_installer_must_know_of_a_device_is_shown(string profile, params string[] told)
    {
        var run = await CommandRun.Of("profile", "show", profile);
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        Assert.All(told, text => Assert.Contains(text, run.Out, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Variants_starts_and_checks_are_shown_as_JSON()
    {
        var oxygen = JsonDocument.Parse((await CommandRun.Of("profile", "show", "water/yosemitech-y504-oxygen", "--json")).Out).RootElement;
        Assert.Contains(oxygen.GetProperty("variants").EnumerateArray(), form => form.GetProperty("variant").GetString() == "saturation-only" && form.GetProperty("points").GetArrayLength() > 0);
        var air = JsonDocument.Parse((await CommandRun.Of("profile", "show", "hvac/sensirion-scd30", "--json")).Out).RootElement;
        var step = air.GetProperty("start")[0];
        Assert.Equal("write", step.GetProperty("action").GetString());
        Assert.NotEmpty(step.GetProperty("changes").GetString()!);
        var checkedModels = 0;
        foreach (string name in new[] { "water/siemens-mag6000", "hvac/sensirion-scd30" })
        {
            var profile = JsonDocument.Parse((await CommandRun.Of("profile", "show", name, "--json")).Out).RootElement;
            checkedModels += profile.GetProperty("identify").GetArrayLength() + (profile.TryGetProperty("firmwareFrom", out _) ? 1 : 0);
        }
        Assert.True(checkedModels > 0);
    }
}
