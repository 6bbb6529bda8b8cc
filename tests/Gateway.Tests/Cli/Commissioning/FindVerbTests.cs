using System.Text.Json.Nodes;
using Gateway.Cli;
using Gateway.Fieldbus.Modbus.Server;

namespace Gateway.Tests.Cli.Commissioning;

public class FindVerbTests
{
    [Theory]
    [InlineData("""{ "schema": "envgw.find/1", "bus": "/dev/ttyUSB9", "unit": 3 }""")]
    [InlineData("""
        { "schema": "envgw.find/1", "bus": "/dev/ttyUSB9", "unit": 3, "findings": [],
          "candidates": [{ "table": "hr", "address": 2, "plc": "", "type": "uint16", "byte_order": "AB", "scale": 0, "readings": [{ "registers": "0001", "value": 1 }] }] }
        """)]
    [InlineData("""
        { "schema": "envgw.find/1", "bus": "/dev/ttyUSB9", "unit": 3, "findings": [], "candidates": [{ "table": "hr", "address": 2, "type": "uint16", "scale": 1 }] }
        """)]
    public async Task A_kept_search_that_is_not_whole_is_none(string kept)
    {
        await using var bench = ToolBench.At("/dev/ttyUSB9");
        bench.Write("state/envgw/last-find.json", kept);
        var run = await bench.RunAsync("find", "--again", "--value", "4");
        Assert.Equal(ExitCode.WrongUsage, run.ExitCode);
        Assert.StartsWith("error: there is no search to go on with", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_session_of_the_guide_found_and_confirmed_by_a_second_reading()
    {
        await using var bench = await ToolBench.OnLineAsync();
        var device = bench.Store.Unit(3);
        device.RemoveRange(ModbusTable.HoldingRegisters, 10, 65_000);
        device.RemoveRange(ModbusTable.InputRegisters, 0, 65_000);
        // 7.21 as CDAB at 2-3, and behind it 24.5, whose low word is 0: one register late the pH reads 7.1875.
        device.Set(ModbusTable.HoldingRegisters, 2, [0xB852, 0x40E6, 0x0000, 0x41C4]);
        var first = await bench.RunAsync("find", bench.Bus, "-u", "3", "--value", "7.21", "--quantity", "pH");
        Assert.Equal(ExitCode.Fine, first.ExitCode);
        string[] lines = first.Out.Split('\n');
        Assert.Matches(@"^  1  +holding 2-3 \(PLC 40003-40004\) +float32 CDAB +7.21 +equal to what you see; plausible for pH$", lines[1]);
        Assert.Matches(@"^  2  +holding 3-4 \(PLC 40004-40005\) +float32 ABCD +7.1875 +equal to 2 digits only: shares the high word of", lines[2]);
        Assert.Contains("Not settled by one reading. Dip the probe in another buffer and run: envgw find --again --value 4.01", first.Error,
            StringComparison.Ordinal);
        Assert.Empty(JsonNode.Parse(File.ReadAllText(bench.LastFind))!["findings"]!.AsArray());

        device.Set(ModbusTable.HoldingRegisters, 2, [0x51EC, 0x4080]);
        var second = await bench.RunAsync("find", "--again", "--value", "4.01");
        Assert.Equal(ExitCode.Fine, second.ExitCode);
        Assert.Matches(@"^  1  +holding 2-3 \(PLC 40003-40004\) +float32 CDAB +4.01 +confirmed by 2 readings", second.Out.Split('\n')[1]);
        Assert.Contains("next: envgw profile new NAME --from last", second.Error, StringComparison.Ordinal);

        var kept = JsonNode.Parse(File.ReadAllText(bench.LastFind))!;
        Assert.Equal(("envgw.find/1", bench.Bus, "9600-8N1", 3), ((string?)kept["schema"], (string?)kept["bus"], (string?)kept["serial"], (int)kept["unit"]!));
        var finding = Assert.Single(kept["findings"]!.AsArray())!;
        Assert.Equal(
            ("hr", 2, "float32", "CDAB", 1.0, "ph", "[pH]"),
            ((string?)finding["table"], (int)finding["address"]!, (string?)finding["type"], (string?)finding["byte_order"], (double)finding["scale"]!,
                (string?)finding["quantity"],
                (string?)finding["unit"]));
        Assert.Equal(
            [("B852 40E6", 7.21),
                ("51EC 4080", 4.01)], finding["readings"]!.AsArray().Select(reading => ((string?)reading!["registers"], (double)reading["value"]!)));

        // The readings are the tests of the profile that is begun from them.
        Assert.Equal(ExitCode.Fine, (await bench.RunAsync("profile", "new", "water/acme-ph200", "--from", "last")).ExitCode);
        Assert.Equal(ExitCode.Fine, (await bench.RunAsync("profile", "check", "water/acme-ph200")).ExitCode);
    }

    [Fact]
    public async Task A_value_that_cannot_be_changed_is_taken_on_a_persons_word_and_marked_as_not_confirmed()
    {
        await using var bench = await ToolBench.OnLineAsync();
        var device = bench.Store.Unit(3);
        device.RemoveRange(ModbusTable.HoldingRegisters, 10, 65_000);
        device.RemoveRange(ModbusTable.InputRegisters, 0, 65_000);
        device.Set(ModbusTable.HoldingRegisters, 2, [0xB852, 0x40E6, 0x0000, 0x41C4]);
        Assert.Equal(ExitCode.WrongUsage, (await bench.RunAsync("find", "--accept", "1")).ExitCode);
        var found = await bench.RunAsync("find", bench.Bus, "-u", "3", "--value", "7.21", "--quantity", "pH");
        Assert.Contains("envgw find --accept 1", found.Error, StringComparison.Ordinal);

        var other = await bench.RunAsync("find", "--accept", "2");
        Assert.Equal(ExitCode.WrongUsage, other.ExitCode);
        Assert.Contains("reads 7.1875, and the display shows 7.21", other.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.WrongUsage, (await bench.RunAsync("find", "--accept", "99")).ExitCode);
        var taken = await bench.RunAsync("find", "--accept", "1");
        Assert.Equal(ExitCode.Fine, taken.ExitCode);
        Assert.Contains("as float32 CDAB is accepted, NOT confirmed: only 7.21 was seen.", taken.Out, StringComparison.Ordinal);
        Assert.True((bool)JsonNode.Parse(File.ReadAllText(bench.LastFind))!["findings"]![0]!["unconfirmed"]!);

        Assert.Equal(ExitCode.Fine, (await bench.RunAsync("profile", "new", "water/acme-ph200", "--from", "last")).ExitCode);
        Assert.Contains("# NOT CONFIRMED: one value was seen only", File.ReadAllText(bench["profiles/water/acme-ph200.yaml"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Findings_of_one_device_are_gathered()
    {
        await using var bench = ToolBench.OnNetwork();
        var device = bench.Store.Unit(1);
        foreach (var (table, shown, next, quantity) in new[] { (ModbusTable.HoldingRegisters, 721, 401, "ph"),
            (ModbusTable.InputRegisters, 2463, 1871, "water_temperature") })
        {
            device[table, 5] = (ushort)shown;
            await bench.RunAsync("find", bench.Bus, "-u", "1", "--value", $"{shown / 100.0}", "--quantity", quantity);
            device[table, 5] = (ushort)next;
            var again = await bench.RunAsync("find", "--again", "--value", $"{next / 100.0}", "--json");
            Assert.Equal(ExitCode.Fine, again.ExitCode);
        }
        var findings = JsonNode.Parse(File.ReadAllText(bench.LastFind))!["findings"]!.AsArray();
        Assert.Equal([("hr", 5, 0.01, "ph"), ("ir", 5, 0.01, "water_temperature")],
            findings.Select(finding => ((string?)finding!["table"], (int)finding["address"]!, (double)finding["scale"]!, (string?)finding["quantity"])));
    }

    [Fact]
    public async Task A_second_reading_that_fits_nothing_says_so_and_keeps_the_candidates()
    {
        await using var bench = ToolBench.OnNetwork();
        bench.Store.Unit(1)[ModbusTable.HoldingRegisters, 5] = 721;
        await bench.RunAsync("find", bench.Bus, "-u", "1", "--value", "7.21");
        var again = await bench.RunAsync("find", "--again", "--value", "55.5");
        Assert.Equal(ExitCode.ProblemsFound, again.ExitCode);
        Assert.StartsWith($"error[B040]: nothing that unit 1 on {bench.Bus} holds reads 55.5\n", again.Error, StringComparison.Ordinal);
        bench.Store.Unit(1)[ModbusTable.HoldingRegisters, 5] = 5550;
        Assert.Equal(ExitCode.Fine, (await bench.RunAsync("find", "--again", "--value", "55.5")).ExitCode);
    }

    [Fact]
    public async Task A_value_anywhere_in_the_table_of_a_device_that_refuses_all_else_is_found()
    {
        await using var bench = ToolBench.OnNetwork();
        var device = bench.Store.Unit(1);
        device.RemoveRange(ModbusTable.HoldingRegisters, 0, 65_535);
        device.RemoveRange(ModbusTable.InputRegisters, 0, 30_013);
        device.RemoveRange(ModbusTable.InputRegisters, 30_017, 35_518);
        device.Set(ModbusTable.InputRegisters, 30_013, [0, 0x41C5, 0x3333, 0]);
        var run = await bench.RunAsync("find", bench.Bus, "-u", "1", "--value", "24.65");
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        Assert.Matches(@"  1 +input 30014-30015 \(PLC 330015-330016\) +float32 ABCD +24\.65", run.Out);
        Assert.Contains("Nothing there shows 24.65. Looking over the whole table: the first registers and round addresses.", run.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_goes_on_beyond_what_fits_when_that_is_asked_for()
    {
        await using var bench = ToolBench.OnNetwork();
        bench.Store.Unit(1)[ModbusTable.HoldingRegisters, 5] = 721;
        bench.Store.Unit(1)[ModbusTable.HoldingRegisters, 50_001] = 721;
        Assert.DoesNotContain("holding 50001", (await bench.RunAsync("find", bench.Bus, "-u", "1", "--value", "7.21")).Out, StringComparison.Ordinal);
        Assert.Contains("holding 50001", (await bench.RunAsync("find", bench.Bus, "-u", "1", "--value", "7.21", "--all")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_reading_of_a_device_that_is_silent_now_ends_early()
    {
        await using var bench = ToolBench.OnNetwork();
        var device = bench.Store.Unit(1);
        for (ushort address = 0; address < 60; address += 3) device[ModbusTable.HoldingRegisters, address] = 721;
        await bench.RunAsync("find", bench.Bus, "-u", "1", "--value", "7.21", "--range", "hr:0-99");
        int asked = 0;
        device.Mood = _ =>
        {
            Interlocked.Increment(ref asked);
            return ModbusReply.Silence;
        };
        var again = await bench.RunAsync("find", "--again", "--value", "4.01", "--timeout", "50ms");
        Assert.Equal(ExitCode.NoAnswer, again.ExitCode);
        Assert.StartsWith("error[B012]: no answer from unit 1", again.Error, StringComparison.Ordinal);
        Assert.InRange(asked, 1, 3);
    }

    [Fact]
    public async Task A_second_reading_knows_that_the_adapter_echoes()
    {
        await using var bench = await ToolBench.PlayingAsync(async (line, stop) =>
        {
            var request = new byte[64];
            byte[] answer = [3, 3, 2, 0x02, 0xD1, 0x00, 0xB8];
            while (await line.ReadAsync(request, stop) is var count and > 0)
            {
                await line.WriteAsync(request.AsMemory(0, count), stop);
                await line.WriteAsync(answer, stop);
            }
        });
        string[] find = ["find", bench.Bus, "-u", "3", "--value", "7.21", "--range", "hr:5-5", "--timeout", "5s", "--echo"];
        Assert.Equal(ExitCode.Fine, (await bench.RunAsync(find)).ExitCode);
        Assert.True((bool)JsonNode.Parse(File.ReadAllText(bench.LastFind))!["echo"]!);
        Assert.Equal(ExitCode.Fine, (await bench.RunAsync("find", "--again", "--value", "7.21", "--timeout", "5s")).ExitCode);
    }

    [Fact]
    public async Task A_device_that_is_not_there_is_no_search_that_found_nothing()
    {
        await using var bench = await ToolBench.OnLineAsync();
        var run = await bench.RunAsync("find", bench.Bus, "-u", "3", "--value", "7.21", "--timeout", "20ms");
        Assert.Equal(ExitCode.NoAnswer, run.ExitCode);
        Assert.StartsWith("error[B012]: no answer from unit 3", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0 proves nothing", "--value", "0.00", "-u", "1")]
    [InlineData("--value is what the display shows", "--value", "seven", "-u", "1")]
    [InlineData("nothing is known of the quantity 'turbidty'", "--value", "1", "-u", "1", "--quantity", "turbidty")]
    [InlineData("'hr' is no range of registers", "--value", "1", "-u", "1", "--range", "hr")]
    [InlineData("which unit?", "--value", "1")]
    public async Task A_mistake_on_the_command_line_is_one_error(string error, params string[] arguments)
    {
        var run = await CommandRun.Of(["find", "/dev/ttyUSB9", .. arguments]);
        Assert.Equal(ExitCode.WrongUsage, run.ExitCode);
        Assert.StartsWith($"error: {error}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Again_without_a_search_before_says_how_to_begin()
    {
        await using var bench = ToolBench.At("");
        var run = await bench.RunAsync("find", "--again", "--value", "4.01");
        Assert.Equal((ExitCode.WrongUsage, "error: there is no search to go on with"), (run.ExitCode, run.ErrorLines[0]));
    }

    [Fact]
    public async Task A_device_that_has_none_of_the_registers_is_said_to_be_there_and_the_next_ones_are_named()
    {
        await using var bench = ToolBench.OnNetwork();
        bench.Store.Unit(1).RemoveRange(ModbusTable.HoldingRegisters, 0, 300);
        var run = await bench.RunAsync("find", bench.Bus, "-u", "1", "--value", "7.21", "--range", "hr:0-99");
        Assert.Equal(ExitCode.DeviceError, run.ExitCode);
        Assert.Contains(
            $"error[B041]: unit 1 on {bench.Bus} is there, but has none of these registers: holding 0-99 (PLC 40001-40100)", run.Error,
            StringComparison.Ordinal);
        Assert.Contains($"envgw reg sweep {bench.Bus} -u 1 --range hr:100-1099", run.Error, StringComparison.Ordinal);
    }
}
