using System.Text.Json.Nodes;
using Gateway.Cli;
using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Modbus.Server;
using Gateway.Fieldbus.Serial;
using Gateway.Testing;

namespace Gateway.Tests.Cli.Commissioning;

public class BusScanVerbTests
{
    private const string Profile =
        """
        profile: water/acme-ph200
        version: 1.0.0
        device: { manufacturer: Acme, model: PH200, grade: A, source: "PH200 Modbus manual rev C, table 3" }
        label: { en: pH/temperature, zh: pH/温度 }
        modbus: { byte_order: CDAB, addresses: zero_based }
        identify:
          - { read: "hr:100", type: uint16, equals: 200 }
          - { read: "hr:101", type: uint16, equals: 7 }
        points:
          ph: { label: { en: pH, zh: pH 值 }, quantity: ph, unit: "[pH]", read: "hr:2", type: float32, every: 1s, range: [0, 14], bad: [nan] }
        tests:
          - { registers: { "hr:2": "B852 40E6" }, expect: { ph: 7.21 } }
        """;

    [Fact]
    public async Task Devices_are_found_told_apart_and_compared_with_the_profiles()
    {
        await using var bench = await ToolBench.OnLineAsync();
        bench.Write("profiles/water/acme-ph200.yaml", Profile);
        bench.Store.Unit(3).Set(ModbusTable.HoldingRegisters, 100, [200, 7]);
        bench.Store.Unit(7).RemoveRange(ModbusTable.HoldingRegisters, 0, 10);
        bench.Store.Unit(7).RemoveRange(ModbusTable.InputRegisters, 0, 10);
        var run = await bench.RunAsync("bus", "scan", bench.Bus, "--serial", "9600-8N1", "--units", "3,5,7", "--timeout", "2s");
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        string[] lines = run.Out.Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.Matches(@"^     3  9600-8N1  FC03 ok, FC04 ok  +[0-9]+ ms +water/acme-ph200 pH/temperature \(2 of 2 checks\)", lines[1]);
        Assert.Matches(@"^     7  9600-8N1  exception 02 +[0-9]+ ms +a device, but register 0 is not there$", lines[2]);
        Assert.StartsWith($"Scanning {bench.Bus}. Read-only: FC03, FC04, FC43. Time-out 2 s. At most 7 s when nobody answers.", run.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains("2 devices.  next: envgw device add --scan last", run.Error, StringComparison.Ordinal);

        var kept = JsonNode.Parse(File.ReadAllText(bench.LastScan))!;
        Assert.Equal(("envgw.scan/1", bench.Bus, true, 3), ((string?)kept["schema"], (string?)kept["bus"], (bool)kept["complete"]!, (int)kept["probes"]!));
        Assert.Equal([3, 7], kept["found"]!.AsArray().Select(found => (int)found!["unit"]!));
        Assert.Equal("water/acme-ph200", (string?)kept["found"]![0]!["looksLike"]![0]!["profile"]);
    }

    [Theory]
    [InlineData("rtu+tcp", "tcp")]
    [InlineData("tcp", "rtu+tcp")]
    public async Task Where_nobody_answers_the_other_framing_is_what_to_try_next(string asked, string next)
    {
        await using var bench = ToolBench.OnNetwork();
        string place = bench.Bus[bench.Bus.IndexOf(':', StringComparison.Ordinal)..];
        var run = await bench.RunAsync("bus", "scan", asked + place, "--units", "4", "--timeout", "50ms");
        Assert.Equal(ExitCode.NoAnswer, run.ExitCode);
        Assert.EndsWith($"   next    envgw bus scan {next}{place}\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_prints_and_keeps_what_was_found()
    {
        await using var bench = await ToolBench.OnLineAsync();
        var asked = new TaskCompletionSource();
        bench.Store.Unit(1)[ModbusTable.HoldingRegisters, 0] = 1;
        bench.Store.Unit(2).Mood = _ =>
        {
            asked.TrySetResult();
            return ModbusReply.Silence;
        };
        await using var process = bench.Start("bus", "scan", bench.Bus, "--serial", "9600-8N1", "--timeout", "20s");
        await asked.Task.WaitAsync(Patience.Limit);
        Assert.Equal(ExitCode.Interrupted, await process.InterruptAsync());
        Assert.Matches("^     1  9600-8N1  FC03 ok, FC04 ok", process.Output.Entries[1]);
        Assert.Contains("Interrupted; what was found until then is kept.", process.Errors.Entries);
        var kept = JsonNode.Parse(File.ReadAllText(bench.LastScan))!;
        Assert.Equal((false, 1), ((bool)kept["complete"]!, (int)kept["found"]!.AsArray().Single()!["unit"]!));
    }

    [Fact]
    public async Task A_device_at_an_unusual_speed_is_found_once_and_the_commands_after_need_no_settings()
    {
        await using var bench = await ToolBench.OnLineAsync(settings: new SerialSettings(38400));
        bench.Store.Unit(2).Set(ModbusTable.HoldingRegisters, 40, [0x40E6, 0xB852]);
        var scan = await bench.RunAsync("bus", "scan", bench.Bus, "--units", "2", "--timeout", "1s");
        Assert.Equal(ExitCode.Fine, scan.ExitCode);
        Assert.Matches("^     2  38400-8N1  FC03 ok, FC04 ok", scan.Out.Split('\n')[1]);
        Assert.Equal(3, scan.Out.Split('\n').Length);
        Assert.Contains($"1 device.  next: envgw find {bench.Bus} -u 2 --value DISPLAY", scan.Error, StringComparison.Ordinal);
        var read = await bench.RunAsync("reg", "read", bench.Bus, "-u", "2", "hr:40", "--count", "2", "--type", "float32");
        Assert.Equal((ExitCode.Fine, true), (read.ExitCode, read.Out.Contains(" 7.21 ", StringComparison.Ordinal)));
        var other = await bench.RunAsync("reg", "read", bench.Bus, "-u", "2", "hr:40", "--serial", "9600-8N1", "--timeout", "50ms");
        Assert.Equal(ExitCode.NoAnswer, other.ExitCode);
    }

    [Fact]
    public async Task Silence_everywhere_says_what_was_tried_and_is_likely()
    {
        await using var bench = await ToolBench.OnLineAsync();
        var run = await bench.RunAsync("bus", "scan", bench.Bus, "--serial", "9600-8N1", "--units", "1-3", "--timeout", "20ms");
        Assert.Equal((ExitCode.NoAnswer, "\n"), (run.ExitCode, run.Out));
        Assert.Contains($"error[B017]: nobody answers on {bench.Bus} (3 requests)", run.Error, StringComparison.Ordinal);
        Assert.Contains("likely  1 A and B reversed, or no power", run.Error, StringComparison.Ordinal);
        Assert.Contains($"next    envgw bus sniff {bench.Bus}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_with_a_wrong_check_sum_are_a_sign_of_somebody()
    {
        await using var bench = await ToolBench.PlayingAsync(async (line, stop) =>
        {
            var request = new byte[64];
            while (await line.ReadAsync(request, stop) > 0)
                if (request[0] == 2) await line.WriteAsync(new byte[] { 2, 3, 2, 0, 1, 0xBA, 0xAD }, stop);
        });
        var run = await bench.RunAsync("bus", "scan", bench.Bus, "--serial", "9600-8N1", "--units", "2,3", "--timeout", "2s");
        Assert.Equal(ExitCode.NoAnswer, run.ExitCode);
        Assert.Matches("     2  9600-8N1  bytes, bad CRC +[0-9]+ ms +another parity, or two devices on one address", run.Out);
    }

    [Fact]
    public async Task A_gateway_that_says_nobody_is_there_gives_no_devices_but_those_that_are()
    {
        await using var bench = ToolBench.OnNetwork(ModbusReply.Refused(ModbusExceptionCode.GatewayTargetDeviceFailedToRespond));
        bench.Store.Unit(200)[ModbusTable.HoldingRegisters, 0] = 1;
        var run = await bench.RunAsync("bus", "scan", bench.Bus, "--json");
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        var found = Assert.Single(JsonNode.Parse(run.Out)!["found"]!.AsArray())!;
        Assert.Equal((200, "ok", "ok"), ((int)found["unit"]!, (string?)found["answer"], (string?)found["holding"]));
        Assert.Equal(248, (int)JsonNode.Parse(run.Out)!["probes"]!);
    }

    [Fact]
    public async Task An_endpoint_that_answers_for_none_of_the_usual_units_is_left_early_unless_all_are_asked_for()
    {
        await using var bench = ToolBench.OnNetwork();
        bench.Store.Unit(200)[ModbusTable.HoldingRegisters, 0] = 1;
        var early = await bench.RunAsync("bus", "scan", bench.Bus, "--timeout", "20ms");
        Assert.Equal(ExitCode.NoAnswer, early.ExitCode);
        Assert.Contains("17 requests", early.Error, StringComparison.Ordinal);
        Assert.Contains("Units 1-16 and 255 gave no answer at all; 17-247 were not asked", early.Error, StringComparison.Ordinal);
        Assert.Contains($"   next    envgw bus scan {bench.Bus} --all\n", early.Error, StringComparison.Ordinal);
        var whole = await bench.RunAsync("bus", "scan", bench.Bus, "--all", "--timeout", "20ms");
        Assert.Equal(ExitCode.Fine, whole.ExitCode);
        Assert.Matches("(?m)^   200 ", whole.Out);
    }

    [Fact]
    public async Task The_help_of_a_scan_says_which_settings_it_tries()
    {
        string help = (await CommandRun.Of("bus", "scan", "--help")).Out;
        const string Serial = "Line settings of a port as one word: the only ones to try (default: the site's, else all usual ones).";
        Assert.Contains(Serial, help, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_answers_to_every_unit_is_one_device()
    {
        await using var bench = ToolBench.OnNetwork();
        for (byte unit = 1; unit <= 247; unit++) bench.Store.Unit(unit)[ModbusTable.HoldingRegisters, 0] = 1;
        var run = await bench.RunAsync("bus", "scan", bench.Bus);
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        Assert.Equal(3, run.Out.Split('\n').Length);
        Assert.Contains("It answers to every unit alike: one device, use -u 1.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_that_loses_step_over_a_function_it_does_not_know_is_no_crowd()
    {
        using var stop = new CancellationTokenSource();
        using var server = new ClumsyServer();
        var serving = server.RunAsync(stop.Token);
        await using var bench = ToolBench.At(server.Address);
        var run = await bench.RunAsync("bus", "scan", server.Address, "--units", "1-3", "--timeout", "1s");
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        Assert.Equal(["     1", "     2", "     3"], run.Out.Split('\n').Skip(1).Take(3).Select(line => line[..6]));
        Assert.DoesNotContain("another frame", run.Out, StringComparison.Ordinal);
        await stop.CancelAsync();
        await serving;
    }

    [Fact]
    public async Task The_device_says_what_it_is()
    {
        await using var bench = ToolBench.OnNetwork();
        bench.Store.Unit(1).Identify(0, "Acme"u8);
        bench.Store.Unit(1).Identify(1, "PH200"u8);
        bench.Store.Unit(1).Identify(2, "1.4"u8);
        var run = await bench.RunAsync("bus", "scan", bench.Bus, "--units", "1", "--json");
        Assert.Equal("Acme PH200 1.4", (string?)JsonNode.Parse(run.Out)!["found"]![0]!["identification"]);
    }

    [Fact]
    public async Task A_device_on_a_line_at_9600_baud_is_found_and_the_time_it_may_take_is_told()
    {
        await using var bench = await ToolBench.PlayingAsync(PacedLine.PlayAsync);
        var run = await bench.RunAsync("bus", "scan", bench.Bus, "--serial", "9600-8N1", "--units", "3", "--timeout", "5s");
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        Assert.Matches("     3  9600-8N1  FC03 ok", run.Out);
        // Once 5 s of waiting, 50 ms of silence and 8 characters, rounded up.
        Assert.Contains("Time-out 5 s. At most 6 s when nobody answers.", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1-")]
    [InlineData("9-3")]
    [InlineData("300")]
    public async Task What_are_no_addresses_is_one_error(string units)
    {
        var run = await CommandRun.Of("bus", "scan", "/dev/ttyUSB9", "--units", units);
        Assert.Equal((ExitCode.WrongUsage, $"error: '{units}' are no addresses"), (run.ExitCode, run.ErrorLines[0]));
    }
}
