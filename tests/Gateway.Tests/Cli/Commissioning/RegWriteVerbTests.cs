using System.Text.Json.Nodes;
using Gateway.Cli;
using Gateway.Core.Auditing;
using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Modbus.Server;
using Gateway.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Cli.Commissioning;

public class RegWriteVerbTests
{
    [Fact]
    public async Task Shows_the_old_value_asks_writes_and_reads_back()
    {
        await using var bench = await ToolBench.OnLineAsync();
        bench.Store.Unit(3)[ModbusTable.HoldingRegisters, 10] = 7;
        await using var process = bench.Start("reg", "write", bench.Bus, "-u", "3", "hr:10", "2");
        await process.StandardInput.WriteLineAsync("yes");
        Assert.Equal(ExitCode.Fine, await process.WaitForExitAsync());
        Assert.Contains("unit 3  holding 10 (PLC 40011):  7 → 2   (00 02)", process.Errors.Entries[0], StringComparison.Ordinal);
        Assert.Equal(["Written, and reads 2."], process.Output.Entries);
        Assert.Equal(2, bench.Store.Unit(3)[ModbusTable.HoldingRegisters, 10]);
    }

    [Theory]
    [InlineData("no")]
    [InlineData("y")]
    [InlineData(null)]
    public async Task Nothing_is_written_without_a_yes(string? typed)
    {
        await using var bench = ToolBench.OnNetwork();
        List<ModbusFunction> asked = [];
        bench.Store.Unit(1).Mood = request =>
        {
            asked.Add(request.Function);
            return null;
        };
        await using var process = bench.Start("reg", "write", bench.Bus, "-u", "1", "hr:10", "2");
        if (typed is not null) await process.StandardInput.WriteLineAsync(typed);
        process.StandardInput.Close();
        Assert.Equal(ExitCode.WrongUsage, await process.WaitForExitAsync());
        Assert.Contains("Nothing was written. Without a person to ask: --yes", process.Errors.Entries);
        Assert.Equal([ModbusFunction.ReadHoldingRegisters], asked);
    }

    [Fact]
    public async Task No_input_means_nobody_is_asked_and_nothing_is_written()
    {
        await using var bench = ToolBench.OnNetwork();
        bench.Store.Unit(1)[ModbusTable.HoldingRegisters, 10] = 7;
        Assert.Equal(ExitCode.WrongUsage, (await bench.RunAsync("reg", "write", bench.Bus, "-u", "1", "hr:10", "2", "--no-input")).ExitCode);
        Assert.Equal(7, bench.Store.Unit(1)[ModbusTable.HoldingRegisters, 10]);
    }

    [Fact]
    public async Task A_float_in_its_byte_order_and_a_coil()
    {
        await using var bench = ToolBench.OnNetwork();
        bench.Store.Unit(1)[ModbusTable.Coils, 4] = 1;
        var run = await bench.RunAsync("reg", "write", bench.Bus, "-u", "1", "hr:100", "7.21", "--type", "float32", "--order", "CDAB", "--yes", "--json");
        Assert.Equal((ExitCode.Fine, "0", "7.21"), (run.ExitCode, (string?)JsonNode.Parse(run.Out)!["old"], (string?)JsonNode.Parse(run.Out)!["readBack"]));
        Assert.Equal((0xB852, 0x40E6), (bench.Store.Unit(1)[ModbusTable.HoldingRegisters, 100], bench.Store.Unit(1)[ModbusTable.HoldingRegisters, 101]));
        Assert.Equal(ExitCode.Fine, (await bench.RunAsync("reg", "write", bench.Bus, "-u", "1", "co:4", "off", "--yes")).ExitCode);
        Assert.Equal(0, bench.Store.Unit(1)[ModbusTable.Coils, 4]);
    }

    [Theory]
    [InlineData("uint64", "9007199254740993", 0x0020, 0, 0, 1)]
    [InlineData("uint64", "18446744073709551615", 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF)]
    [InlineData("int64", "-9223372036854775808", 0x8000, 0, 0, 0)]
    [InlineData("uint64", "123456789012", 0, 0x001C, 0xBE99, 0x1A14)]
    public async Task All_digits_of_a_long_number_are_written_and_shown(string type, string number, params int[] registers)
    {
        await using var bench = ToolBench.OnNetwork();
        bench.Store.Unit(1)[ModbusTable.HoldingRegisters, 100] = 0;
        var run = await bench.RunAsync("reg", "write", bench.Bus, "-u", "1", "hr:100", number, "--type", type, "--yes");
        Assert.Equal((ExitCode.Fine, $"Written, and reads {number}.\n"), (run.ExitCode, run.Out));
        Assert.Contains($"0 → {number} ", run.Error, StringComparison.Ordinal);
        Assert.Equal(registers, Enumerable.Range(100, 4).Select(at => (int)bench.Store.Unit(1)[ModbusTable.HoldingRegisters, (ushort)at]));
    }

    [Fact]
    public async Task Ctrl_C_at_the_question_ends_it_and_nothing_is_written()
    {
        await using var bench = ToolBench.OnNetwork();
        bench.Store.Unit(1)[ModbusTable.HoldingRegisters, 10] = 7;
        // script(1) gives it a terminal of its own; it stays open, with nobody typing.
        await using var process = RunningProcess.Start("script", ["-qefc",
            $"'{Path.Combine(AppContext.BaseDirectory, "envgw")}' reg write {bench.Bus} -u 1 hr:10 2 --lang en", "/dev/null"], "bsdutils");
        await process.Output.WaitForAsync(line => line.Contains("7 → 2", StringComparison.Ordinal), TimeSpan.FromSeconds(30));
        await process.StandardInput.WriteAsync('\u0003');
        await process.StandardInput.FlushAsync();
        Assert.Equal(ExitCode.Interrupted, await process.WaitForExitAsync());
        Assert.Equal(7, bench.Store.Unit(1)[ModbusTable.HoldingRegisters, 10]);
    }

    [Fact]
    public async Task A_device_that_confirms_and_keeps_the_old_value_is_told()
    {
        await using var bench = ToolBench.OnNetwork();
        bench.Store.Unit(1).Mood = request => request.IsWrite ? ModbusReply.Done : null;
        var run = await bench.RunAsync("reg", "write", bench.Bus, "-u", "1", "hr:10", "2", "--yes");
        Assert.Equal(ExitCode.ProblemsFound, run.ExitCode);
        Assert.Contains("error[B031]: holding 10 (PLC 40011) reads 0 after 2 was written", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_whose_confirmation_is_lost_is_not_sent_again()
    {
        await using var bench = ToolBench.OnNetwork();
        int writes = 0;
        bench.Store.Unit(1).Mood = request =>
        {
            if (!request.IsWrite) return null;
            Interlocked.Increment(ref writes);
            return ModbusReply.Silence;
        };
        var run = await bench.RunAsync("reg", "write", bench.Bus, "-u", "1", "hr:10", "2", "--yes", "--timeout", "50ms");
        Assert.Equal((ExitCode.NoAnswer, 1), (run.ExitCode, writes));
        Assert.Contains("FC06", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ModbusExceptionCode.IllegalFunction, "", "1 the device writes by function 16 only", "reg write BUS -u 1 hr:10 VALUE --multiple")]
    [InlineData(ModbusExceptionCode.IllegalFunction, "--multiple", "1 the device writes one register at a time, by function 06",
        "reg write BUS -u 1 hr:10 VALUE")]
    [InlineData(ModbusExceptionCode.IllegalDataAddress, "", "1 the register can only be read, or is not there", "reg sweep BUS -u 1")]
    [InlineData(ModbusExceptionCode.IllegalDataValue, "", "1 the value is outside what the device takes", "explain B015")]
    [InlineData(ModbusExceptionCode.ServerDeviceFailure, "", "1 it must be unlocked first, as its manual says", "explain B015")]
    public async Task A_device_that_refuses_a_write_is_told_with_what_else_to_try(ModbusExceptionCode exception, string option, string likely, string next)
    {
        await using var bench = ToolBench.OnNetwork();
        bench.Store.Unit(1).Mood = request => request.IsWrite ? ModbusReply.Refused(exception) : null;
        string[] write = ["reg", "write", bench.Bus, "-u", "1", "hr:10", "2", "--yes", .. option.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        var run = await bench.RunAsync(write);
        Assert.Equal(ExitCode.DeviceError, run.ExitCode);
        Assert.Contains($"   likely  {likely}", run.Error, StringComparison.Ordinal);
        Assert.Contains($"   next    envgw {next.Replace("BUS", bench.Bus, StringComparison.Ordinal)}\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_register_that_takes_function_16_only_is_written_as_the_hint_says()
    {
        await using var bench = ToolBench.OnNetwork();
        bench.Store.Unit(1).Mood = request =>
            request.Function == ModbusFunction.WriteSingleRegister ? ModbusReply.Refused(ModbusExceptionCode.IllegalFunction) : null;
        Assert.Equal(ExitCode.DeviceError, (await bench.RunAsync("reg", "write", bench.Bus, "-u", "1", "hr:10", "2", "--yes")).ExitCode);
        Assert.Equal(ExitCode.Fine, (await bench.RunAsync("reg", "write", bench.Bus, "-u", "1", "hr:10", "2", "--yes", "--multiple")).ExitCode);
        Assert.Equal(2, bench.Store.Unit(1)[ModbusTable.HoldingRegisters, 10]);
    }

    [Fact]
    public async Task What_a_profile_marks_is_refused_without_a_byte_sent()
    {
        await using var bench = ToolBench.OnNetwork();
        int requests = 0;
        bench.Store.Unit(1).Mood = _ =>
        {
            Interlocked.Increment(ref requests);
            return null;
        };
        string profile = bench.Write("acme.yaml",
            """
            profile: water/acme
            version: 1.0.0
            device: { manufacturer: Acme, model: PH200, grade: A, source: "manual, table 3" }
            modbus: { addresses: zero_based, never_write: ["hr:10"] }
            points:
              ph: { label: { en: pH, zh: pH 值 }, quantity: ph, unit: "[pH]", read: "hr:2", type: float32, every: 1s }
            tests:
              - { registers: { "hr:2": "40E6 B852" }, expect: { ph: 7.21 } }
            """);
        var run = await bench.RunAsync("reg", "write", bench.Bus, "-u", "1", "hr:9", "2.5", "--type", "float32", "--profile", profile, "--yes");
        Assert.Equal((ExitCode.ProblemsFound, 0), (run.ExitCode, requests));
        Assert.StartsWith("error[B030]: holding 10 (PLC 40011) must never be written", run.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Fine, (await bench.RunAsync("reg", "write", bench.Bus, "-u", "1", "hr:11", "2", "--profile", profile, "--yes")).ExitCode);
    }

    [Theory]
    [InlineData("127.0.0.1", "unit", ExitCode.ProblemsFound, "error[B030]: holding 10 (PLC 40011) must never be written")]
    [InlineData("localhost", "unit", ExitCode.ProblemsFound, "error[B030]: holding 10 (PLC 40011) must never be written")]
    [InlineData("127.0.0.1", "unitt", ExitCode.ConfigurationInvalid, "error: ")]
    public async Task A_site_forbids_by_whatever_name_the_host_is_called_and_also_with_a_mistake_in_it(string host, string key, int code, string error)
    {
        await using var bench = ToolBench.OnNetwork();
        bench.Store.Unit(1)[ModbusTable.HoldingRegisters, 10] = 7;
        bench.Write("profiles/water/acme.yaml",
            """
            profile: water/acme
            version: 1.0.0
            device: { manufacturer: Acme, model: PH200, grade: A, source: "manual, table 3" }
            modbus: { addresses: zero_based, never_write: ["hr:10"] }
            points:
              ph: { label: { en: pH, zh: pH 值 }, quantity: ph, unit: "[pH]", read: "hr:2", type: float32, every: 1s }
            tests:
              - { registers: { "hr:2": "40E6 B852" }, expect: { ph: 7.21 } }
            """);
        bench.Write("site.yaml",
            $$"""
            site: { id: bench, name: { en: Bench, zh: 试验台 }, timezone: Asia/Shanghai }
            buses: { line: { connect: "{{bench.Bus}}" } }
            devices: { ph-1: { profile: water/acme, bus: line, {{key}}: 1 } }
            buffer: { path: {{bench["buffer"]}}, keep: 1d, maximum: 64MB }
            """);
        var run = await bench.RunAsync("reg", "write", bench.Bus.Replace("127.0.0.1", host, StringComparison.Ordinal), "-u", "1", "hr:10", "2", "--yes");
        Assert.Equal((code, 7), (run.ExitCode, bench.Store.Unit(1)[ModbusTable.HoldingRegisters, 10]));
        Assert.StartsWith(error, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_while_no_service_runs_stands_in_the_audit_log_of_the_site()
    {
        await using var bench = ToolBench.OnNetwork();
        bench.Store.Unit(1)[ModbusTable.HoldingRegisters, 10] = 7;
        string folder = SiteWith(bench);
        Directory.CreateDirectory(folder);
        using (var log = new AuditLog(folder, TimeProvider.System, NullLogger<AuditLog>.Instance)) log.Open();
        var run = await bench.RunAsync("reg", "write", bench.Bus, "-u", "1", "hr:10", "2", "--yes", "--json");
        Assert.True((bool)JsonNode.Parse(run.Out)!["recorded"]!, run.Error);
        var inspection = new AuditInspection(folder);
        var rows = inspection.Rows(0).ToList();
        Assert.All(rows, row => Assert.Equal(AuditKind.RegisterWrite, row.Kind));
        Assert.Contains("no gateway", rows[0].Actor, StringComparison.Ordinal);
        Assert.Equal(
            ["begun", "done"],
            rows.Select(row => JsonNode.Parse(row.Body.Span)!).Where(body => ((string?)body["bus"], (int?)body["unit"], (string?)body["new"]) == ("line", 1, "2")).Select(body => (string?)body["state"]));
        Assert.Empty(inspection.Verify());
    }

    [Fact]
    public async Task A_write_that_nobody_can_record_says_so()
    {
        await using var bench = ToolBench.OnNetwork();
        bench.Store.Unit(1)[ModbusTable.HoldingRegisters, 10] = 7;
        var run = await bench.RunAsync("reg", "write", bench.Bus, "-u", "1", "hr:10", "2", "--yes");
        Assert.Equal((ExitCode.Fine, "Written, and reads 2.\n"), (run.ExitCode, run.Out));
        Assert.Contains("not recorded in an audit log: ", run.Error, StringComparison.Ordinal);

        // The site's folder has no log yet: a command does not make one that a service might not write to.
        string folder = SiteWith(bench);
        run = await bench.RunAsync("reg", "write", bench.Bus, "-u", "1", "hr:10", "3", "--yes");
        Assert.Contains($"not recorded in an audit log: there is no audit log in {folder}", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    private static string SiteWith(ToolBench bench)
    {
        bench.Write("site.yaml",
            $$"""
            site: { id: bench, name: { en: Bench, zh: 试验台 }, timezone: Asia/Shanghai }
            buses: { line: { connect: "{{bench.Bus}}" } }
            devices: { outlet: { profile: water/endress-hauser-liquiline-cm44x, bus: line, channels: { ai1: turbidity } } }
            buffer: { path: {{bench["buffer"]}}, keep: 1d, maximum: 64MB }
            """);
        return bench["buffer"];
    }

    [Fact]
    public async Task All_devices_of_a_line_are_written_only_when_that_is_asked_for()
    {
        await using var bench = await ToolBench.OnLineAsync();
        bench.Store.Unit(1)[ModbusTable.HoldingRegisters, 10] = 7;
        bench.Store.Unit(2)[ModbusTable.HoldingRegisters, 10] = 7;
        Assert.Equal(ExitCode.WrongUsage, (await bench.RunAsync("reg", "write", bench.Bus, "-u", "0", "hr:10", "2", "--yes")).ExitCode);
        Assert.Equal(7, bench.Store.Unit(1)[ModbusTable.HoldingRegisters, 10]);
        Assert.Equal(ExitCode.Fine, (await bench.RunAsync("reg", "write", bench.Bus, "--broadcast", "hr:10", "2", "--yes")).ExitCode);
        Assert.Equal((2, 2), (bench.Store.Unit(1)[ModbusTable.HoldingRegisters, 10], bench.Store.Unit(2)[ModbusTable.HoldingRegisters, 10]));
    }

    [Theory]
    [InlineData("'ir:2' cannot be written", "ir:2", "1")]
    [InlineData("'70000' does not fit uint16", "hr:2", "70000")]
    [InlineData("'1.5' does not fit uint16", "hr:2", "1.5")]
    [InlineData("'warm' does not fit uint16", "hr:2", "warm")]
    [InlineData("'2' does not fit bit", "co:2", "2")]
    public async Task A_value_that_does_not_fit_is_refused(string error, string address, string value)
    {
        var run = await CommandRun.Of("reg", "write", "/dev/ttyUSB9", "-u", "1", address, value);
        Assert.Equal(ExitCode.WrongUsage, run.ExitCode);
        Assert.StartsWith($"error: {error}", run.Error, StringComparison.Ordinal);
    }
}
