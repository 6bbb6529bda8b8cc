using System.Text.RegularExpressions;
using Gateway.Cli;
using Gateway.Fieldbus.Scales;
using Gateway.Testing;
using Gateway.Tests.Cli.Commissioning;

namespace Gateway.Tests.Cli;

/// <summary>Commands borrow a serial line and a bus of scales from the real program that polls them: the port, which one process alone can hold, changes
/// hands.</summary>
public class SerialBorrowingTests
{
    private const string Point = "outlet/turbidity", Weight = "bin/gross_weight";

    [Fact]
    public async Task A_serial_port_changes_hands_and_polling_goes_on_by_itself()
    {
        await using var pair = await SocatPtyPair.StartAsync();
        await using var device = await StartAnalyserAsync(pair.A);
        await device.SetAsync(247, PymodbusTable.HoldingRegisters, 40, 0x40E6, 0xB852);
        await using var bench = BenchAt(pair.B);
        await using var gateway = bench.Start("run");
        await using var watch = await WatchAsync(bench, gateway, Point);

        await using var reading = bench.Start("reg", "read", "line", "-u", "247", "hr:40", "--count", "2", "--type", "float32", "--every", "100ms");
        Assert.StartsWith("bus line is borrowed from the gateway service", await reading.Errors.WaitForAsync(_ => true), StringComparison.Ordinal);
        await reading.Output.WaitForAsync(line => line.Contains("7.21", StringComparison.Ordinal));
        await watch.Output.WaitForAsync(line => line.Contains("maintenance", StringComparison.Ordinal));
        var second = await bench.RunAsync("bus", "sniff", pair.B, "--for", "1s");
        Assert.Equal(ExitCode.Busy, second.ExitCode);
        Assert.Contains($"lent to PID {reading.Id}", second.Error, StringComparison.Ordinal);

        Assert.Equal(ExitCode.Interrupted, await reading.InterruptAsync());
        await BackAsync(watch, Point);
        Assert.Equal(0, await gateway.TerminateAsync());
    }

    [Fact]
    public async Task A_command_that_is_killed_has_given_the_serial_port_back()
    {
        await using var pair = await SocatPtyPair.StartAsync();
        await using var device = await StartAnalyserAsync(pair.A);
        await using var bench = BenchAt(pair.B);
        await using var gateway = bench.Start("run");
        await using var watch = await WatchAsync(bench, gateway, Point);
        await using var sniff = bench.Start("bus", "sniff", pair.B);
        await sniff.Errors.WaitForAsync(line => line.StartsWith("Listening on", StringComparison.Ordinal));
        await watch.Output.WaitForAsync(line => line.Contains("maintenance", StringComparison.Ordinal));
        await sniff.KillAsync();
        await BackAsync(watch, Point);
        Assert.Equal(0, await gateway.TerminateAsync());
    }

    [Fact]
    public async Task Whoever_listens_on_a_bus_that_the_gateway_polls_is_told_that_polling_paused()
    {
        await using var pair = await SocatPtyPair.StartAsync();
        await using var device = await StartAnalyserAsync(pair.A);
        await using var bench = BenchAt(pair.B);
        await using var gateway = bench.Start("run");
        await using var watch = await WatchAsync(bench, gateway, Point);
        var sniff = await bench.RunAsync("bus", "sniff", "line", "--for", "300ms");
        Assert.Equal(ExitCode.NoAnswer, sniff.ExitCode);
        Assert.Contains("the gateway asks on this bus and has paused for this command", sniff.Error, StringComparison.Ordinal);
        Assert.Contains("next: envgw bus stats line     or  envgw watch", sniff.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody asks here", sniff.Error, StringComparison.Ordinal);
        var stats = await bench.RunAsync("bus", "stats", "line");
        Assert.Matches(@"(?m)^  247 +outlet +\d+ ms$", stats.Out);
        Assert.Equal(0, await gateway.TerminateAsync());
    }

    [Fact]
    public async Task A_bus_of_scales_changes_hands_and_the_scale_is_weighed_again_afterwards()
    {
        await using var bench = await ToolBench.OnScalesAsync("waste/mettler-toledo-continuous", _ => new WeightReport
        {
            Gross = new Weight(1234, 2), Net = new Weight(1234, 2), Tare = new Weight(0, 2), Unit = ScaleUnit.Kilogram, Stable = true,
        });
        await using var gateway = bench.Start("run");
        await using var watch = await WatchAsync(bench, gateway, Weight);
        await using var sniff = bench.Start("bus", "sniff", "bins");
        await sniff.Output.WaitForAsync(line => line.Contains("12.34", StringComparison.Ordinal));
        Assert.Contains(sniff.Errors.Entries, line => line.StartsWith("bus bins is borrowed", StringComparison.Ordinal));
        await watch.Output.WaitForAsync(line => line.Contains("maintenance", StringComparison.Ordinal));
        Assert.Equal(ExitCode.Interrupted, await sniff.InterruptAsync());
        await BackAsync(watch, Weight);

        var test = await bench.RunAsync("device", "test", "bin");
        Assert.Equal(ExitCode.Fine, test.ExitCode);
        Assert.StartsWith("bus bins is borrowed", test.Error, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^bin/gross_weight .* 12\.34 +kg +good", test.Out);
        Assert.Equal(0, await gateway.TerminateAsync());
    }

    /// <summary>A CM44x whose first slot measures turbidity, which it says by the code of its unit.</summary>
    private static async Task<PymodbusServer> StartAnalyserAsync(string port)
    {
        var device = await PymodbusServer.StartSerialAsync(port, [new PymodbusUnit(247)]);
        await device.SetAsync(247, PymodbusTable.InputRegisters, 3, 33);
        return device;
    }

    private static ToolBench BenchAt(string port)
    {
        var bench = ToolBench.At(port);
        bench.Write("site.yaml",
            SiteFolder.Text(bench["buffer"]).Replace("connect: \"tcp://127.0.0.1:1\"", $"port: {port}, serial: 9600-8N1", StringComparison.Ordinal));
        return bench;
    }

    /// <summary>Watches once the point has been read.</summary>
    private static async Task<RunningProcess> WatchAsync(ToolBench bench, RunningProcess gateway, string point)
    {
        await gateway.WaitForLineAsync(line => line.Contains("Running", StringComparison.Ordinal));
        var watch = bench.Start("watch", point);
        await watch.Output.WaitForAsync(line => IsRead(line, point));
        return watch;
    }

    /// <summary>The point is read after it has been in maintenance.</summary>
    private static async Task BackAsync(RunningProcess watch, string point)
    {
        await Patience.UntilAsync(() =>
        {
            var lines = watch.Output.Entries.ToList();
            int last = lines.FindLastIndex(line => line.Contains("maintenance", StringComparison.Ordinal));
            return last >= 0 && lines.Skip(last).Any(line => IsRead(line, point));
        });
    }

    private static bool IsRead(string line, string point) => Regex.IsMatch(line, $@"{point}  [0-9.]+ ");
}
