using System.Text.Json.Nodes;
using Gateway.Cli;
using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Modbus.Server;
using Gateway.Fieldbus.Serial;
using Gateway.Testing;

namespace Gateway.Tests.Cli.Commissioning;

public class RegReadVerbTests
{
    [Fact]
    public async Task The_session_of_the_guide_on_a_serial_line()
    {
        await using var bench = await ToolBench.OnLineAsync();
        bench.Store.Unit(3).Set(ModbusTable.HoldingRegisters, 2, [0xB852, 0x40E6]);
        var run = await bench.RunAsync("reg", "read", bench.Bus, "-u", "3", "hr:2", "--count", "2", "--all");
        Assert.Equal((ExitCode.Fine, "\n"), (run.ExitCode, run.Error));
        string[] lines = run.Out.Split('\n');
        Assert.Equal("TX 03 03 00 02 00 02 64 29          unit 3, FC03, holding 2-3 (PLC 40003-40004)", lines[0]);
        Assert.Matches("^RX 03 03 04 B8 52 40 E6 EC C8       [0-9]+ ms, CRC ok$", lines[1]);
        Assert.Matches("^  float32 +-5.0128e-05 +▶ 7.21 +3.9707e\\+11 +-2.2706e\\+23$", lines[3]);
        Assert.Matches("^  uint16 +47186, 16614 \\(AB\\) +21176, 58944 \\(BA\\)$", lines[6]);
        Assert.Matches("^  int16 +-18350, 16614 \\(AB\\) +21176, -6592 \\(BA\\)$", lines[7]);
        // Sign and size apart: 0xB85240E6 is -0x385240E6. No BCD: B is no digit.
        Assert.Matches("^  sign_magnitude32 +-944914662 ", lines[8]);
        Assert.DoesNotContain("bcd", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2", "bcd32 +123456 +34560012 ")]
    [InlineData("1", "bcd16 +12 +1200")]
    public async Task Registers_whose_digits_are_all_decimal_may_be_coded_so(string count, string row)
    {
        await using var bench = ToolBench.OnNetwork();
        bench.Store.Unit(1).Set(ModbusTable.HoldingRegisters, 2, [0x0012, 0x3456]);
        var run = await bench.RunAsync("reg", "read", bench.Bus, "-u", "1", "hr:2", "--count", count, "--all");
        Assert.Matches($"(?m)^  {row}", run.Out);
    }

    [Fact]
    public async Task Rows_of_registers_have_no_column_that_says_what_document_they_are_of()
    {
        await using var bench = ToolBench.OnNetwork();
        bench.Store.Unit(1)[ModbusTable.HoldingRegisters, 2] = 721;
        var run = await bench.RunAsync("reg", "read", bench.Bus, "-u", "1", "hr:2", "-o", "csv");
        Assert.StartsWith("bus,unit,table,address,", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("envgw.registers", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_sweep_the_next_command_reads_registers_that_are_there()
    {
        await using var bench = ToolBench.OnNetwork();
        bench.Store.Unit(1).RemoveRange(ModbusTable.HoldingRegisters, 0, 65536);
        bench.Store.Unit(1).RemoveRange(ModbusTable.InputRegisters, 0, 30);
        bench.Store.Unit(1)[ModbusTable.InputRegisters, 30] = 1;
        var run = await bench.RunAsync("reg", "sweep", bench.Bus, "-u", "1", "--range", "ir:28-31");
        Assert.Contains($"envgw reg read {bench.Bus} -u 1 ir:30 --count 2 --all", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hr:2")]
    [InlineData("hr:0x2")]
    [InlineData("40003")]
    [InlineData("400003")]
    public async Task The_same_register_however_it_is_written(string address)
    {
        await using var bench = ToolBench.OnNetwork();
        bench.Store.Unit(1)[ModbusTable.HoldingRegisters, 2] = 721;
        var run = await bench.RunAsync("reg", "read", bench.Bus, "-u", "1", address);
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        Assert.Matches(" hr:2 +40003 +02D1 +721 +721\n", run.Out);
    }

    [Fact]
    public async Task As_JSON_in_the_type_that_is_asked_for()
    {
        await using var bench = ToolBench.OnNetwork();
        bench.Store.Unit(1).Set(ModbusTable.InputRegisters, 10, [0xB852, 0x40E6, 0x51EC, 0x4080]);
        var run = await bench.RunAsync("reg", "read", bench.Bus, "-u", "1", "ir:10", "--count", "4", "--type", "float32", "--order", "CDAB", "--json");
        var report = JsonNode.Parse(run.Out)!;
        Assert.Equal("envgw.registers/1", (string?)report["schema"]);
        Assert.Equal([7.21, 4.01], report["values"]!.AsArray().Select(value => (double)value!));
        Assert.Equal([47186, 16614, 20972, 16512], report["registers"]!.AsArray().Select(value => (int)value!));
    }

    [Fact]
    public async Task Coils_have_a_state_each()
    {
        await using var bench = ToolBench.OnNetwork();
        bench.Store.Unit(1).Set(ModbusTable.Coils, 9, [1, 0, 1]);
        var run = await bench.RunAsync("reg", "read", bench.Bus, "-u", "1", "00010", "--count", "3");
        Assert.Equal(["1", "0", "1"], run.Out.Split('\n').Skip(3).Take(3).Select(line => line[^1..]));
    }

    [Fact]
    public async Task Registers_that_are_all_zero_prove_nothing()
    {
        await using var bench = ToolBench.OnNetwork();
        bench.Store.Unit(1)[ModbusTable.HoldingRegisters, 9] = 1;
        var run = await bench.RunAsync("reg", "read", bench.Bus, "-u", "1", "hr:0", "--count", "2", "--all");
        Assert.DoesNotContain("▶", run.Out, StringComparison.Ordinal);
        Assert.Contains("All zero: this proves nothing.", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_answer_says_what_was_tried_heard_is_likely_and_comes_next()
    {
        await using var bench = await ToolBench.OnLineAsync();
        var run = await bench.RunAsync("reg", "read", bench.Bus, "-u", "3", "hr:0", "--timeout", "50ms");
        Assert.Equal((ExitCode.NoAnswer, "\n"), (run.ExitCode, run.Out));
        Assert.Equal(
            [
                $"error[B012]: no answer from unit 3 on {bench.Bus} (3 tries, 50 ms each)",
                "   tried   9600-8N1, FC03, holding 0 (PLC 40001), 1 register     TX 03 03 00 00 00 01 85 E8",
                "   heard   0 bytes, not even noise",
                "   likely  1 A and B reversed, or no power   2 other speed or address   3 USB adapter at fault",
                $"   next    envgw bus scan {bench.Bus}",
            ],
            run.ErrorLines);
    }

    [Fact]
    public async Task The_same_in_Chinese_and_as_JSON()
    {
        await using var bench = await ToolBench.OnLineAsync();
        var chinese = await bench.RunAsync("reg", "read", bench.Bus, "-u", "3", "hr:0", "--timeout", "20ms", "--lang", "zh-CN");
        Assert.StartsWith($"错误[B012]：{bench.Bus} 上的从站 3 无应答（3 次，每次 20 ms）\n   已试    9600-8N1", chinese.Error, StringComparison.Ordinal);
        var json = await bench.RunAsync("reg", "read", bench.Bus, "-u", "3", "hr:0", "--timeout", "20ms", "--json");
        Assert.Equal((ExitCode.NoAnswer, "envgw.error/1", "B012"), (json.ExitCode, (string?)JsonNode.Parse(json.Out)!["schema"], (string?)JsonNode.Parse(json.Out)!["code"]));
    }

    [Fact]
    public async Task A_refusal_is_the_devices_error_and_says_its_code()
    {
        await using var bench = ToolBench.OnNetwork();
        bench.Store.Unit(1).RemoveRange(ModbusTable.HoldingRegisters, 0, 10);
        var run = await bench.RunAsync("reg", "read", bench.Bus, "-u", "1", "hr:0");
        Assert.Equal(ExitCode.DeviceError, run.ExitCode);
        Assert.StartsWith($"error[B015]: unit 1 on {bench.Bus} answers with exception 02: illegal data address\n", run.Error, StringComparison.Ordinal);
        Assert.Contains($"envgw reg sweep {bench.Bus} -u 1", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_that_says_nobody_is_there_is_told_apart_from_silence()
    {
        await using var bench = ToolBench.OnNetwork(ModbusReply.Refused(ModbusExceptionCode.GatewayTargetDeviceFailedToRespond));
        var run = await bench.RunAsync("reg", "read", bench.Bus, "-u", "9", "hr:0");
        Assert.Equal(ExitCode.NoAnswer, run.ExitCode);
        Assert.StartsWith($"error[B016]: the gateway {bench.Bus} says that unit 9 does not answer (exception 0B)\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_somebody_holds_is_busy()
    {
        await using var bench = await ToolBench.OnLineAsync();
        await using var holder = new SerialTransport(bench.Bus, new SerialPortOptions(new SerialSettings(9600)));
        await holder.OpenAsync(CancellationToken.None);
        var run = await bench.RunAsync("reg", "read", bench.Bus, "-u", "3", "hr:0");
        Assert.Equal(ExitCode.Busy, run.ExitCode);
        Assert.StartsWith($"error[B008]: {bench.Bus} is held by another program\n", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dev/ttyNOBODY", "B001")]
    [InlineData("/etc/hostname", "B006")]
    public async Task What_is_no_port_is_said_before_anything_is_tried(string bus, string code)
    {
        await using var bench = ToolBench.At(bus);
        var run = await bench.RunAsync("reg", "read", bus, "-u", "3", "hr:0");
        Assert.Equal(ExitCode.NoAnswer, run.ExitCode);
        Assert.StartsWith($"error[{code}]: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_refuses_is_not_a_device_that_is_silent()
    {
        string bus = $"tcp://127.0.0.1:{FreePort.Next()}";
        await using var bench = ToolBench.At(bus);
        var run = await bench.RunAsync("reg", "read", bus, "-u", "1", "hr:0");
        Assert.Equal((ExitCode.NoAnswer, $"error[B002]: {bus} refuses the connection"), (run.ExitCode, run.ErrorLines[0]));
    }

    [Fact]
    public async Task A_bus_has_a_name_in_the_site_file()
    {
        await using var bench = ToolBench.OnNetwork();
        bench.Store.Unit(1)[ModbusTable.HoldingRegisters, 0] = 5;
        bench.Write("site.yaml", SiteFolder.Text(bench["buffer"], new Uri(bench.Bus).Port));
        Assert.Equal(ExitCode.Fine, (await bench.RunAsync("reg", "read", "line", "-u", "1", "hr:0")).ExitCode);
        var wrong = await bench.RunAsync("reg", "read", "lime", "-u", "1", "hr:0");
        Assert.Equal((ExitCode.WrongUsage, "error: the site has no bus 'lime'", "help: write line"), (wrong.ExitCode, wrong.ErrorLines[0], wrong.ErrorLines[1]));
    }

    [Fact]
    public async Task Every_second_until_Ctrl_C()
    {
        await using var bench = ToolBench.OnNetwork();
        bench.Store.Unit(1)[ModbusTable.HoldingRegisters, 0] = 5;
        await using var process = bench.Start("reg", "read", bench.Bus, "-u", "1", "hr:0", "--every", "20ms", "--json");
        await Patience.UntilAsync(() => process.Output.Entries.Count > 2);
        Assert.Equal(ExitCode.Interrupted, await process.InterruptAsync());
        Assert.All(process.Output.Entries, line => Assert.Equal(5, (int)JsonNode.Parse(line)!["registers"]![0]!));
    }

    [Fact]
    public async Task Silence_is_a_json_line_among_the_readings()
    {
        // On a line: there is nothing to connect to, which could take longer than the time-out on a busy machine.
        await using var bench = await ToolBench.OnLineAsync(ModbusFraming.Rtu);
        await using var process = bench.Start("reg", "read", bench.Bus, "-u", "1", "hr:0", "--every", "20ms", "--timeout", "20ms", "--json");
        await Patience.UntilAsync(() => process.Output.Entries.Count > 2);
        Assert.Equal(ExitCode.Interrupted, await process.InterruptAsync());
        Assert.All(process.Output.Entries, line => Assert.Equal("B012", (string?)JsonNode.Parse(line)!["code"]));
    }

    [Theory]
    [InlineData("'2' is no address", "2", "-u", "1")]
    [InlineData("which unit? -u is missing", "hr:0")]
    [InlineData("one request reads 1 to 125 of them, up to address 65535", "hr:0", "-u", "1", "--count", "126")]
    [InlineData("'fast' are no serial settings", "hr:0", "-u", "1", "--serial", "fast")]
    [InlineData("'5' is no span of time", "hr:0", "-u", "1", "--timeout", "5")]
    public async Task A_mistake_on_the_command_line_is_one_error(string error, params string[] arguments)
    {
        var run = await CommandRun.Of(["reg", "read", "/dev/ttyUSB9", .. arguments]);
        Assert.Equal(ExitCode.WrongUsage, run.ExitCode);
        Assert.StartsWith($"error: {error}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_ASCII_line_is_read_when_it_is_asked_for()
    {
        await using var bench = await ToolBench.OnLineAsync(ModbusFraming.Ascii);
        bench.Store.Unit(3)[ModbusTable.HoldingRegisters, 2] = 721;
        var run = await bench.RunAsync("reg", "read", bench.Bus, "-u", "3", "hr:2", "--framing", "ascii");
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        Assert.Contains("LRC ok", run.Out, StringComparison.Ordinal);
    }
}
