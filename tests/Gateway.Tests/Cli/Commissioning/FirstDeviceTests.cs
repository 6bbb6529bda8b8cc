using System.Globalization;
using System.Text.RegularExpressions;
using Gateway.Cli;
using Gateway.Core.Profiles;
using Gateway.Testing;
using Gateway.Tests.Simulation;

namespace Gateway.Tests.Cli.Commissioning;

/// <summary>What a technician does with a device that nobody knows, from the port to the running gateway, with nothing but the commands and what they
/// print.</summary>
public class FirstDeviceTests(ITestOutputHelper notes)
{
    /// <summary>The second needs three readings before one place is left.</summary>
    [Theory]
    [InlineData(11)]
    [InlineData(981996553)]
    public Task A_device_picked_blindly_is_found_decoded_saved_and_read(int usual) => FindBlindlyAsync(Seed.Of(usual), anywhere: false);

    /// <summary>Minutes for one that is slow and far down in the order of a scan; run by hand with <c>-explicit only</c>.</summary>
    [Fact(Explicit = true)]
    public Task Wherever_it_is_a_device_picked_blindly_is_found_decoded_saved_and_read() => FindBlindlyAsync(Seed.Of(Seed.New()), anywhere: true);

    [Fact]
    public async Task A_pymodbus_device_is_found_decoded_saved_and_read()
    {
        await using var line = await SocatPtyPair.StartAsync();
        await using var device = await PymodbusServer.StartSerialAsync(line.A, [new PymodbusUnit(23, Strict: true)]);
        await using var bench = ToolBench.At(line.B, notes);
        await device.SetAsync(23, PymodbusTable.HoldingRegisters, 38, 1, 0, 24, 700);
        await FindDecodeAndSaveAsync(bench, new Unknown(23, "ph", "9600-8N1", ["7.21", "4.01", "9.18"]), display =>
        {
            uint bits = BitConverter.SingleToUInt32Bits(float.Parse(display, CultureInfo.InvariantCulture));
            return device.SetAsync(23, PymodbusTable.HoldingRegisters, 42, (ushort)bits, (ushort)(bits >> 16));
        });
    }

    private async Task FindBlindlyAsync(int seed, bool anywhere)
    {
        var device = UnknownDevice.Pick(new Random(seed), anywhere);
        notes.WriteLine($"{Seed.Variable}={seed}: {device}");
        using var folder = new TemporaryFolder();
        string port = folder["ttyUSB0"];
        string site = folder.Write("site.yaml", ProfileSite.TextOf(device.Profile, $"port: {port}, serial: {device.Serial}", device.Unit));
        await using var bench = ToolBench.At(port, notes);
        RunningProcess? playing = null;
        try
        {
            var unknown = new Unknown(device.Unit, device.Point.Quantity, $"{device.Serial}", device.Displays);
            await FindDecodeAndSaveAsync(bench, unknown, async display =>
            {
                if (playing is not null) await playing.DisposeAsync();
                playing = ToolBench.Play("sim", "run", site, "--incident", $"hold:{device.Point.Id}={display}");
                await playing.WaitForLineAsync(line => line.EndsWith($"{device.Point.Id} shows {Plain(display)}", StringComparison.Ordinal));
            });
        }
        finally
        {
            if (playing is not null) await playing.DisposeAsync();
        }
    }

    /// <param name="show">Makes the device show another value.</param>
    private static async Task FindDecodeAndSaveAsync(ToolBench bench, Unknown device, Func<string, Task> show)
    {
        string unit = $"{device.Unit}", bus = bench.Bus;
        await show(device.Displays[0]);
        await bench.FineAsync("bus", "list");
        var scan = await bench.FineAsync("bus", "scan", bus);
        Assert.Matches($@"^ +{unit}  {device.Serial}  ", Assert.Single(scan.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)));

        var (place, display, readings) = await LocatedAsync(bench, device, show);
        var read = await bench.FineAsync("reg", "read", bus, "-u", unit, place.From, "--count", $"{place.Registers}", "--all");
        Assert.Matches($"(?s)^TX .*unit {unit}, FC0[34].*RX .*CRC ok.*uint16", read.Out);

        var created = await bench.FineAsync("profile", "new", "found/unknown", "--from", "last");
        Assert.Contains($"1 point, {readings} test{(readings == 1 ? "" : "s")} passed", created.Out, StringComparison.Ordinal);
        await bench.FineAsync("profile", "check", bench["profiles/found/unknown.yaml"]);
        await bench.FineAsync("device", "add", "--scan", "last", "--profile", "found/unknown", "--name", "outlet", "--yes");
        Assert.Contains("1 device on 1 bus, 1 point", (await bench.FineAsync("check")).Out, StringComparison.Ordinal);

        string last = device.Displays.First(shown => shown != display);
        await show(last);
        var known = Quantities.Find(device.Quantity)!;
        string shown = $@"{Regex.Escape(Plain(last))} *{Regex.Escape(UnitText.Of(known.Units is [var usual, ..] ? usual : ""))}";
        Assert.Matches($@"outlet/{device.Quantity} .*  {shown} +good", (await bench.FineAsync("device", "test", "outlet")).Out);
        await ReadBackAsync(bench, $"outlet/{device.Quantity}  {shown}  good$");
    }

    /// <summary>Looks for what the display shows, and then for another value, until one place is left; does what the command says when that is not
    /// enough.</summary>
    /// <returns>Where it is, what the display showed last, and how many readings agree on it.</returns>
    private static async Task<((string From, int Registers) Place, string Display, int Readings)> LocatedAsync(ToolBench bench, Unknown device, Func<string, Task> show)
    {
        string[] find = ["find", bench.Bus, "-u", $"{device.Unit}", "--quantity", device.Quantity, "--value"];
        var first = await bench.FineAsync([.. find, device.Displays[0]]);
        Assert.Contains("Not settled by one reading. ", first.Error, StringComparison.Ordinal);
        CommandRun? again = null;
        int readings = 1;
        foreach (string display in device.Displays.Skip(1))
        {
            await show(display);
            again = await bench.RunAsync("find", "--again", "--value", display);
            readings++;
            if (again.ExitCode == ExitCode.ProblemsFound)
            {
                // What had fitted by chance is gone, and the register is further on.
                again = await bench.FineAsync([.. find, display, "--all"]);
                readings = 1;
            }
            if (again.Error.Contains("next: envgw profile new NAME --from last", StringComparison.Ordinal)) return (PlaceIn(again.Out), display, readings);
        }
        // A device that shows one value in two places: no reading tells them apart.
        await bench.FineAsync("find", "--accept", "1");
        return (PlaceIn(again!.Out), device.Displays[^1], readings);
    }

    /// <summary>Of a number of 32 bits that stays small it may be the lower word alone: no display tells them apart.</summary>
    private static (string From, int Registers) PlaceIn(string output)
    {
        var found = Regex.Match(output, @"(?m)^  1  (?<table>holding|input) (?<first>[0-9]+)(-(?<last>[0-9]+))? \(PLC [0-9-]+\) ");
        Assert.True(found.Success, output);
        int first = int.Parse(found.Groups["first"].Value, CultureInfo.InvariantCulture);
        int last = found.Groups["last"].Success ? int.Parse(found.Groups["last"].Value, CultureInfo.InvariantCulture) : first;
        return ($"{(found.Groups["table"].Value == "input" ? "ir" : "hr")}:{first}", last - first + 1);
    }

    /// <summary>The gateway reads it by itself, and shows it named, with unit and quality.</summary>
    private static async Task ReadBackAsync(ToolBench bench, string pattern)
    {
        await using var gateway = bench.Start("run");
        await gateway.WaitForLineAsync(line => line.Contains("Running", StringComparison.Ordinal));
        await using var watch = bench.Start("watch");
        await watch.Output.WaitForAsync(line => Regex.IsMatch(line, pattern));
        var status = await bench.FineAsync("status");
        Assert.Matches(@"bus bus1 .* 1/1 device ", status.Out);
        Assert.Equal(ExitCode.Interrupted, await watch.InterruptAsync());
        Assert.Equal(0, await gateway.TerminateAsync());
    }

    /// <summary>Without zeros behind the decimal point that say nothing.</summary>
    private static string Plain(string display) => double.Parse(display, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);

    /// <param name="Displays">What it shows at first, for the second reading, and afterwards.</param>
    private sealed record Unknown(byte Unit, string Quantity, string Serial, IReadOnlyList<string> Displays);
}
