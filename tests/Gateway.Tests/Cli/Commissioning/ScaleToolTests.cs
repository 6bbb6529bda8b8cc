using System.Text.Json.Nodes;
using Gateway.Cli;
using Gateway.Fieldbus.Scales;
using Gateway.Fieldbus.Serial;
using Gateway.Testing;
using Gateway.Tests.House;

namespace Gateway.Tests.Cli.Commissioning;

/// <summary>The technician's tools on a line of scales, which speak by themselves or when asked.</summary>
public class ScaleToolTests
{
    private const string Toledo = "waste/mettler-toledo-continuous", Sics = "waste/mettler-toledo-mt-sics", Addressed = "waste/dini-argeo-3590-dfw-rs485";

    private static WeightReport? Bin(int? address) => new()
    {
        Gross = new Weight(1234, 2), Net = new Weight(1234, 2), Tare = new Weight(0, 2), Unit = ScaleUnit.Kilogram, Stable = true, Address = address,
    };

    [Theory]
    [InlineData(Toledo, @"^RX <STX>,0 001234000000<CR>$")]
    [InlineData(Sics, @"^RX S S +12\.34 kg<CR><LF>$")]
    public async Task A_scale_is_tested_with_its_readings_and_the_text_that_they_were_made_of(string profile, string frame)
    {
        await using var bench = await ToolBench.OnScalesAsync(profile, Bin);
        var run = await bench.RunAsync("device", "test", "bin");
        Assert.True(run.ExitCode == ExitCode.Fine, run.Out + run.Error);
        Assert.Matches(@"(?m)^bin/gross_weight +.* 12\.34 +kg +good +gross", run.Out);
        Assert.Contains(run.Out.Split('\n'), line => System.Text.RegularExpressions.Regex.IsMatch(line, frame));
    }

    [Theory]
    [InlineData("1.2", "firmware 1.2 (command I3), the profile holds for >=1.3")]
    [InlineData("1.30 2001", null)]
    [InlineData(null, "the device does not tell its firmware: command I3 not answered")]
    public async Task The_test_of_a_scale_says_what_is_found_of_its_firmware(string? version, string? trouble)
    {
        await using var bench = await ToolBench.OnScalesAsync(Sics, Bin, version);
        string profile = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "firmware-profiles", $"{Sics}.yaml"));
        bench.Write($"profiles/{Sics}.yaml", profile.Replace("range: any", "range: \">=1.3\"", StringComparison.Ordinal));
        var run = await bench.RunAsync("device", "test", "bin", "--timeout", "300ms");
        Assert.Matches(@"(?m)^bin/gross_weight +.* 12\.34 +kg +good", run.Out);
        if (trouble is null) Assert.DoesNotContain("firmware", run.Error, StringComparison.Ordinal);
        else Assert.Contains($"error: {trouble}\nnext: envgw profile show {Sics}", run.Error, StringComparison.Ordinal);
        var json = await bench.RunAsync("device", "test", "bin", "--timeout", "300ms", "--json");
        Assert.Equal(trouble, (string?)JsonNode.Parse(json.Out)!["note"]);
    }

    [Fact]
    public async Task One_scale_of_several_on_a_line_is_asked_by_its_address_also_as_JSON()
    {
        await using var bench = await ToolBench.OnScalesAsync(Addressed, Bin, 1, 2);
        var run = await bench.RunAsync("device", "test", "bin-2", "--json");
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        var report = JsonNode.Parse(run.Out)!;
        Assert.Equal((2, 1), ((int)report["unit"]!, (int)report["requests"]!));
        Assert.Contains("02", (string)report["frames"]![0]!["tx"]!, StringComparison.Ordinal);
        Assert.Contains("12.34", (string)report["frames"]![0]!["rx"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scale_that_says_nothing_is_no_answer_with_what_to_look_at()
    {
        await using var bench = await ToolBench.OnScalesAsync(Sics, _ => null);
        var run = await bench.RunAsync("device", "test", "bin");
        Assert.Equal(ExitCode.NoAnswer, run.ExitCode);
        Assert.StartsWith("error[B022]: scale bin on bins says nothing (mt-sics)\n   tried   9600-8N1, mt-sics, TX SI<CR><LF>", run.Error,
            StringComparison.Ordinal);
        Assert.Contains("next    envgw bus sniff bins", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_scale_says_is_told_as_text_with_what_the_protocol_reads_in_it()
    {
        await using var bench = await ToolBench.OnScalesAsync(Toledo, Bin);
        await using var process = bench.Start("bus", "sniff", "bins");
        await process.WaitForLineAsync(text => text.StartsWith("Listening on", StringComparison.Ordinal));
        await Patience.UntilAsync(() => process.Output.Entries.Count >= 2);
        Assert.Equal(ExitCode.Interrupted, await process.InterruptAsync());
        Assert.Matches("^[0-9:.]+Z RX <STX>,0 001234000000<CR> +gross 12.34 kg, .*stable$", process.Output.Entries[1]);
    }

    [Fact]
    public async Task A_scale_on_a_port_of_no_site_is_heard_by_the_protocol_that_is_said()
    {
        await using var bench = await ToolBench.OnScalesAsync(Toledo, Bin);
        bench.Write("site.yaml", "");
        var run = await bench.RunAsync("bus", "sniff", bench.Bus, "--serial", "9600-8N1", "--scale", "toledo-continuous", "--for", "500ms", "--json");
        var first = JsonNode.Parse(run.Out.Split('\n')[0])!;
        Assert.Equal(("envgw.scale-sniff/1", 12.34m, "kg"), ((string?)first["schema"], (decimal)first["weight"]!["gross"]!, (string?)first["weight"]!["unit"]));
    }

    [Fact]
    public async Task What_is_no_frame_of_the_protocol_is_shown_with_how_to_find_out()
    {
        await using var bench = await ToolBench.OnScalesAsync(Toledo, Bin);
        var run = await bench.RunAsync("bus", "sniff", bench.Bus, "--scale", "sma", "--for", "500ms");
        Assert.Equal(ExitCode.ProblemsFound, run.ExitCode);
        Assert.Contains("No frame of sma: other line settings, or another protocol. The last bytes: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("next: envgw decode '", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_protocol_that_reads_what_is_heard_is_named()
    {
        await using var bench = await ToolBench.PlayingAsync((line, stop) => SayAsync(line, "S S 0012.34\r\n"u8.ToArray(), stop));
        var run = await bench.RunAsync("bus", "sniff", bench.Bus, "--serial", "9600-8N1", "--for", "1s");
        Assert.Contains("A scale that speaks mt-sics, as waste/mettler-toledo-mt-sics", run.Error, StringComparison.Ordinal);
        Assert.Contains("What was heard reads as cas-10 too: compare the weights with the display.", run.Error, StringComparison.Ordinal);
        Assert.Contains($"next: envgw bus sniff {bench.Bus} --scale mt-sics", run.Error, StringComparison.Ordinal);
        Assert.Contains($"next: envgw bus sniff {bench.Bus} --scale cas-10", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Frames_of_a_line_are_counted()
    {
        await using var bench = await ToolBench.OnScalesAsync(Toledo, Bin);
        var run = await bench.RunAsync("bus", "stats", "bins", "--for", "500ms", "--json");
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        var report = JsonNode.Parse(run.Out)!;
        Assert.Equal(("toledo-continuous", "bin"), ((string?)report["scales"], (string?)report["units"]![0]!["device"]));
        Assert.True((int)report["ok"]! > 0);
    }

    [Theory]
    [InlineData("bus", "scan", "bins")]
    [InlineData("reg", "read", "bins", "-u", "1", "hr:0")]
    [InlineData("reg", "sweep", "bins", "-u", "1")]
    [InlineData("reg", "write", "bins", "-u", "1", "hr:0", "1", "--yes")]
    [InlineData("find", "bins", "-u", "1", "--value", "7.21")]
    [InlineData("profile", "match", "bins", "-u", "1")]
    public async Task Who_asks_scales_for_registers_hears_what_to_do_instead_and_nothing_is_sent(params string[] command)
    {
        await using var bench = await ToolBench.OnScalesAsync(Sics, _ => throw new InvalidOperationException("the scale was asked"));
        foreach (string bus in new[] { "bins", bench.Bus })
        {
            var run = await bench.RunAsync([.. command.Select(word => word == "bins" ? bus : word)]);
            Assert.Equal(ExitCode.WrongUsage, run.ExitCode);
            Assert.StartsWith($"error[B021]: {bus} carries scales (mt-sics): there are no registers to ask for\n", run.Error, StringComparison.Ordinal);
            Assert.Contains($"next    envgw bus sniff {bus}\n   next    envgw device test bin\n", run.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("S S     12.34 kg", "mt-sics S S     12.34 kg<CR><LF>: ", "12.34 kg")]
    [InlineData("53 20 53 20 20 20 20 20 31 32 2E 33 34 20 6B 67 0D 0A", "mt-sics S S     12.34 kg<CR><LF>: ", "12.34 kg")]
    [InlineData("ST,GS,+0012.34kg<CR><LF>", "and-indicator ST,GS,", "gross 12.34 kg, stable")]
    public async Task The_text_of_a_scale_is_recognised(string written, string begins, string holds)
    {
        var run = await CommandRun.Of("decode", written);
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        Assert.Contains(run.Out.Split('\n'), line => line.StartsWith(begins, StringComparison.Ordinal) && line.Contains(holds, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_frame_is_decoded_by_the_protocol_or_profile_that_is_said()
    {
        var run = await CommandRun.Of("decode", "--scale", "mt-sics", "S D     12.34 kg", "--json");
        var scale = Assert.Single(JsonNode.Parse(run.Out)!["scales"]!.AsArray())!;
        Assert.Equal(("mt-sics", false), ((string?)scale["protocol"], (bool)scale["frames"]![0]!["weight"]!["stable"]!));
        Assert.Equal(ExitCode.Fine, (await CommandRun.Of("decode", "--scale", Sics, "S S     12.34 kg")).ExitCode);
        var other = await CommandRun.Of("decode", "--scale", "mt-sics", "hello");
        Assert.Equal((ExitCode.ProblemsFound, "'hello' is no frame of mt-sics."), (other.ExitCode, other.ErrorLines[0]));
        var unknown = await CommandRun.Of("decode", "--scale", "mt-sic", "S S     12.34 kg");
        Assert.Equal((ExitCode.WrongUsage, "help: write --scale mt-sics"), (unknown.ExitCode, unknown.ErrorLines[1]));
    }

    [Fact]
    public async Task A_scale_is_listened_to_on_a_port_that_nobody_talks_on()
    {
        await using var bench = await ToolBench.PlayingAsync(ListenAsync);
        var run = await bench.RunAsync("bus", "sniff", bench.Bus, "--scale", "sma", "--for", "50ms");
        Assert.Equal(ExitCode.NoAnswer, run.ExitCode);
        Assert.Contains("Nothing was heard, not even noise: the scale's output is off", run.Error, StringComparison.Ordinal);
    }

    private static async Task SayAsync(PtyTransport line, byte[] frame, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await timer.WaitForNextTickAsync(stop)) await line.WriteAsync(frame, stop);
    }

    private static async Task ListenAsync(PtyTransport line, CancellationToken stop)
    {
        if (await line.ReadAsync(new byte[8], stop) > 0) throw new InvalidOperationException("a listener has sent");
    }
}
