using System.Text.Json.Nodes;
using Gateway.Cli;

namespace Gateway.Tests.Cli.Commissioning;

public class DecodeVerbTests
{
    [Theory]
    [InlineData("RTU response: unit 3, FC03, 2 registers; CRC ok", "03", "03", "04", "B8", "52", "40", "E6", "EC", "C8")]
    [InlineData("RTU response: unit 3, FC03, 2 registers; CRC ok", "RX 0x03,0x03,0x04,0xB8,0x52,0x40,0xE6,0xEC,0xC8")]
    [InlineData("RTU request: unit 3, FC03, holding 2-3 (PLC 40003-40004); CRC ok", "0303000200026429")]
    [InlineData("RTU response: unit 3, FC03, exception 02: illegal data address; CRC ok", "0383026131")]
    [InlineData("Modbus TCP request: unit 3, FC03, holding 2-3 (PLC 40003-40004); transaction 1", "0001 0000 0006 0303 0002 0002")]
    [InlineData("ASCII request: unit 3, FC03, holding 2-3 (PLC 40003-40004); LRC ok", ":030300020002F6")]
    [InlineData("RTU request: unit 1, FC16, holding 1-2 (PLC 40002-40003), writes 00 0A 01 02; CRC ok", "01 10 00 01 00 02 04 00 0A 01 02 92 30")]
    public async Task A_frame_is_understood_whoever_wrote_it_down(string expected, params string[] hex)
    {
        var run = await CommandRun.Of(["decode", .. hex]);
        Assert.Equal((ExitCode.Fine, expected), (run.ExitCode, run.Out.Split('\n')[0]));
    }

    [Fact]
    public async Task The_registers_of_an_answer_are_shown_in_all_forms() =>
        Assert.Contains("▶ 7.21", (await CommandRun.Of("decode", "030304B85240E6ECC8")).Out, StringComparison.Ordinal);

    [Fact]
    public async Task A_wrong_check_sum_is_told_and_the_bytes_taken_for_nothing_else()
    {
        var run = await CommandRun.Of("decode", "030304B85240E6ECC9");
        Assert.Equal((ExitCode.ProblemsFound, "No frame: as RTU its CRC would be EC C8, and it ends with EC C9.\n"), (run.ExitCode, run.Out));
    }

    [Theory]
    [InlineData(":030300020002F7", "en", "No frame: as ASCII its LRC would be F6, and it ends with F7.\n")]
    [InlineData(":030300020002F7", "zh-CN", "不是完整报文：若为 ASCII，LRC 应为 F6，而末尾是 F7。\n")]
    [InlineData(":03 03 04 B8 52 40 E6 C7", "en", "No frame: as ASCII its LRC would be C6, and it ends with C7.\n")]
    [InlineData(":0303000200", "en", "No frame: as ASCII its LRC would be F8, and it ends with 00.\n")]
    [InlineData(":03030002000", "en", "No frame: behind the colon belong pairs of hexadecimal digits.\n")]
    [InlineData(":01640B90", "en", "An ASCII frame with a right LRC, but no Modbus request or response.\n")]
    public async Task A_wrong_LRC_is_told_as_such(string written, string language, string told)
    {
        var run = await CommandRun.Of("decode", written, "--lang", language);
        Assert.Equal((ExitCode.ProblemsFound, told), (run.ExitCode, run.Out));
    }

    [Fact]
    public async Task A_write_and_its_confirmation_look_alike_and_both_are_said()
    {
        var run = await CommandRun.Of("decode", "01 06 00 01 00 03 98 0B");
        Assert.StartsWith("RTU request: unit 1, FC06, holding 1 (PLC 40002), writes 00 03; CRC ok\nRTU response: unit 1, FC06, done; CRC ok\nBoth are possible",
            run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bare_registers_are_shown_in_all_forms_also_as_JSON()
    {
        Assert.Contains("▶ 7.21", (await CommandRun.Of("decode", "B852", "40E6")).Out, StringComparison.Ordinal);
        var json = JsonNode.Parse((await CommandRun.Of("decode", "B852", "40E6", "--json")).Out)!;
        var plausible = Assert.Single(json["values"]!.AsArray(), value => (bool)value!["plausible"]!)!;
        Assert.Equal(("float32", "CDAB", 7.21), ((string?)plausible["type"], (string?)plausible["order"], (double)plausible["value"]!));
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("123")]
    public async Task What_is_no_hexadecimal_is_wrong_usage(string text) => Assert.Equal(ExitCode.WrongUsage, (await CommandRun.Of("decode", text)).ExitCode);

    [Theory]
    [InlineData("B007")]
    [InlineData("B012")]
    [InlineData("B016")]
    public async Task Every_code_of_the_bus_is_explained_in_both_languages(string code)
    {
        Assert.StartsWith($"error[{code}]: ", (await CommandRun.Of("explain", code)).Out, StringComparison.Ordinal);
        Assert.StartsWith($"错误[{code}]：", (await CommandRun.InChinese("explain", code)).Out, StringComparison.Ordinal);
    }
}
