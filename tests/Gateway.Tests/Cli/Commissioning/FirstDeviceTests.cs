using System.Globalization;
using System.Text.RegularExpressions;
using Gateway.Cli;
using Gateway.Core.Profiles;
using Gateway.Testing;
using Gateway.Tests.Simulation;

namespace Gateway.Tests.Cli.Commissioning;

/// <summary>What a technician does with a device that nobody knows, from the port to the running gateway, with nothing but the commands and what they print.</summary>
public class FirstDeviceTests(ITestOutputHelper notes)
{
    /// <summary>Set to the number that a failed run has printed to have the same device again.</summary>
    private const string SeedVariable = "ENVGW_TEST_SEED";

    [Fact]
    public async Task A_device_picked_blindly_is_found_decoded_saved_and_read()
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable(SeedVariable), out int given) ? given : Random.Shared.Next();
        var device = UnknownDevice.Pick(new Random(seed));
        notes.WriteLine($"{SeedVariable}={seed}: {device}");
        using var folder = new TemporaryFolder();
        string port = folder["ttyUSB0"];
        string site = folder.Write("site.yaml", ProfileSite.TextOf(device.Profile, $"port: {port}, serial: {device.Serial}", device.Unit));
        await using var bench = ToolBench.At(port);
        RunningProcess? playing = null;
        try
        {
            await FindDecodeAndSaveAsync(bench, new Unknown(device.Unit, device.Point.Quantity, device.Range, $"{device.Serial}", device.Displays), async display =>
            {
                if (playing is not null) await playing.DisposeAsync();
                playing = RunningProcess.Start(
                    Path.Combine(AppContext.BaseDirectory, "envgw"), ["sim", "run", site, "--incident", $"hold:{device.Point.Id}={display}"]);
                await playing.WaitForLineAsync(line => line.EndsWith($"{device.Point.Id} shows {double.Parse(display, CultureInfo.InvariantCulture)
                    .ToString(CultureInfo.InvariantCulture)}", StringComparison.Ordinal));
            });
        }
        finally
        {
            if (playing is not null) await playing.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_pymodbus_device_is_found_decoded_saved_and_read()
    {
        await using var line = await SocatPtyPair.StartAsync();
        await using var device = await PymodbusServer.StartSerialAsync(line.A, [new PymodbusUnit(23, Strict: true)]);
        await using var bench = ToolBench.At(line.B);
        await device.SetAsync(23, PymodbusTable.HoldingRegisters, 38, 1, 0, 24, 700);
        await FindDecodeAndSaveAsync(bench, new Unknown(23, "ph", "hr:0-63", "9600-8N1", ["7.21", "4.01", "9.18"]), display =>
        {
            uint bits = BitConverter.SingleToUInt32Bits(float.Parse(display, CultureInfo.InvariantCulture));
            return device.SetAsync(23, PymodbusTable.HoldingRegisters, 42, (ushort)bits, (ushort)(bits >> 16));
        });
    }

    /// <param name="show">Makes the device show another value.</param>
    private async Task FindDecodeAndSaveAsync(ToolBench bench, Unknown device, Func<string, Task> show)
    {
        string unit = $"{device.Unit}", bus = bench.Bus;
        await show(device.Displays[0]);
        await RunAsync(bench, "bus", "list");
        var scan = await RunAsync(bench, "bus", "scan", bus, "--units", $"{device.Unit},{device.Unit % 247 + 1}", "--timeout", "1s");
        Assert.Matches($@"^ +{unit}  {device.Serial}  ", Assert.Single(scan.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)));

        var find = await RunAsync(bench, "find", bus, "-u", unit, "--value", device.Displays[0], "--quantity", device.Quantity, "--range", device.Range);
        string place = await SettledAsync(bench, device, show);
        var read = await RunAsync(bench, "reg", "read", bus, "-u", unit, place, "--count", "2", "--all");
        Assert.Matches($"(?s)^TX .*unit {unit}, FC0[34].*RX .*CRC ok.*uint16", read.Out);
        Assert.Contains("Not settled by one reading. ", find.Error, StringComparison.Ordinal);

        var created = await RunAsync(bench, "profile", "new", "found/unknown", "--from", "last");
        Assert.Contains("1 point, 2 tests passed", created.Out, StringComparison.Ordinal);
        await RunAsync(bench, "profile", "check", bench["profiles/found/unknown.yaml"]);
        await RunAsync(bench, "device", "add", "--scan", "last", "--profile", "found/unknown", "--name", "outlet", "--yes");
        Assert.Contains("1 device on 1 bus, 1 point", (await RunAsync(bench, "check")).Out, StringComparison.Ordinal);

        await show(device.Displays[2]);
        var known = Quantities.Find(device.Quantity)!;
        string shown = $@"{Regex.Escape(Plain(device.Displays[2]))} *{Regex.Escape(UnitText.Of(known.Units is [var usual, ..] ? usual : ""))}";
        Assert.Matches($@"outlet/{device.Quantity} .*  {shown} +good", (await RunAsync(bench, "device", "test", "outlet")).Out);
        await ReadBackAsync(bench, $"outlet/{device.Quantity}  {shown}  good$");
    }

    /// <summary>Takes second readings until one place is left, as the command asks.</summary>
    /// <returns>Its address.</returns>
    private async Task<string> SettledAsync(ToolBench bench, Unknown device, Func<string, Task> show)
    {
        await show(device.Displays[1]);
        var again = await RunAsync(bench, "find", "--again", "--value", device.Displays[1]);
        Assert.Contains("next: envgw profile new NAME --from last", again.Error, StringComparison.Ordinal);
        var found = Regex.Match(again.Out, @"(?m)^  1  (?<table>holding|input) (?<address>[0-9]+)(-[0-9]+)? \(PLC [0-9-]+\) +\S.* confirmed by 2 readings");
        Assert.True(found.Success, again.Out);
        return $"{(found.Groups["table"].Value == "input" ? "ir" : "hr")}:{found.Groups["address"].Value}";
    }

    /// <summary>The gateway reads it by itself, and shows it named, with unit and quality.</summary>
    private async Task ReadBackAsync(ToolBench bench, string pattern)
    {
        await using var gateway = bench.Start("run");
        await gateway.WaitForLineAsync(line => line.Contains("Running", StringComparison.Ordinal));
        await using var watch = bench.Start("watch");
        await watch.Output.WaitForAsync(line => Regex.IsMatch(line, pattern));
        var status = await RunAsync(bench, "status");
        Assert.Matches(@"bus bus1 .* 1/1 device ", status.Out);
        Assert.Equal(ExitCode.Interrupted, await watch.InterruptAsync());
        Assert.Equal(0, await gateway.TerminateAsync());
    }

    private async Task<CommandRun> RunAsync(ToolBench bench, params string[] arguments)
    {
        var run = await bench.RunAsync(arguments);
        notes.WriteLine($"$ envgw {string.Join(' ', arguments)}\n{run.Out}{run.Error}");
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        return run;
    }

    /// <summary>Without zeros behind the decimal point that say nothing.</summary>
    private static string Plain(string display) => double.Parse(display, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);

    /// <param name="Displays">What it shows at first, for the second reading, and afterwards.</param>
    private sealed record Unknown(byte Unit, string Quantity, string Range, string Serial, IReadOnlyList<string> Displays);
}
