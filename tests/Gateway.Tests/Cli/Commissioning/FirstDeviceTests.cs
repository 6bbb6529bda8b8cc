using System.Globalization;
using System.Text.RegularExpressions;
using Gateway.Cli;
using Gateway.Core.Commissioning;
using Gateway.Core.Profiles;
using Gateway.Fieldbus.Scales;
using Gateway.Testing;
using Gateway.Tests.Simulation;

namespace Gateway.Tests.Cli.Commissioning;

/// <summary>What a technician does with a device that nobody knows, from the port to the running gateway, with nothing but the commands and what they
/// print.</summary>
public class FirstDeviceTests(ITestOutputHelper notes)
{
    [Fact]
    public async Task A_device_picked_blindly_is_found_decoded_saved_and_read()
    {
        int seed = Seed.Next();
        var device = UnknownDevice.Pick(new Random(seed));
        notes.WriteLine($"{Seed.Variable}={seed}: {device}");
        using var folder = new TemporaryFolder();
        string port = folder["ttyUSB0"];
        string site = folder.Write("site.yaml", ProfileSite.TextOf(device.Profile, $"port: {port}, serial: {device.Serial}", device.Unit));
        await using var bench = ToolBench.At(port);
        RunningProcess? playing = null;
        try
        {
            int registers = device.Point.Decoding.Reference.Range.Quantity;
            var unknown = new Unknown(device.Unit, registers, device.Point.Quantity, $"{device.Serial}", device.Displays);
            await FindDecodeAndSaveAsync(bench, unknown, async display =>
            {
                if (playing is not null) await playing.DisposeAsync();
                playing = Play("sim", "run", site, "--incident", $"hold:{device.Point.Id}={display}");
                await playing.WaitForLineAsync(line => line.EndsWith($"{device.Point.Id} shows {Plain(display)}", StringComparison.Ordinal));
            });
        }
        finally
        {
            if (playing is not null) await playing.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_device_without_a_display_is_added_by_its_name_plate_and_read()
    {
        int seed = Seed.Next();
        var random = new Random(seed);
        const string Profile = "common/advantech-adam-4056so";
        byte unit = (byte)random.Next(1, ScanPlan.LastUsualUnit + 1);
        var serial = UnknownDevice.Speed(random);
        notes.WriteLine($"{Seed.Variable}={seed}: {Profile}, unit {unit}, {serial}");
        using var folder = new TemporaryFolder();
        string port = folder["ttyUSB0"];
        await using var bench = ToolBench.At(port);
        await using var playing = Play("sim", "run", folder.Write("site.yaml", ProfileSite.TextOf(Profile, $"port: {port}, serial: {serial}", unit)));
        await playing.WaitForLineAsync(line => line.Contains(port, StringComparison.Ordinal));
        var scan = await RunAsync(bench, "bus", "scan", port);
        Assert.Matches($"(?m)^ +{unit}  {serial}  ", scan.Out);
        await RunAsync(bench, "device", "add", "--scan", "last", "--profile", Profile, "--name", "outlet", "--yes");
        Assert.Contains(" good", (await bench.RunAsync("device", "test", "outlet")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scale_picked_blindly_is_heard_added_and_weighed()
    {
        int seed = Seed.Next();
        var random = new Random(seed);
        string[] scales = [.. ProfileSite.Scales.Where(scale => !IsAddressed(scale))];
        string profile = scales[random.Next(scales.Length)];
        var serial = UnknownDevice.Speed(random);
        notes.WriteLine($"{Seed.Variable}={seed}: {profile}, {serial}");
        using var folder = new TemporaryFolder();
        string port = folder["ttyUSB0"];
        await using var bench = ToolBench.At(port);
        await using var playing = Play("sim", "run", folder.Write("site.yaml", ProfileSite.TextOfScale(profile, $"port: {port}, serial: {serial}")));
        await playing.WaitForLineAsync(line => line.Contains(port, StringComparison.Ordinal));
        var scale = ProfileSite.OfScale(profile, $"port: {port}, serial: {serial}").Devices[0].Scale!;
        bool isHeard = scale.Mode == ScaleModes.Streaming && scale.Protocol != ScaleProtocols.Described;
        var sniff = await bench.RunAsync("bus", "sniff", port, "--serial", $"{serial}", "--for", isHeard ? "4s" : "200ms");
        notes.WriteLine(sniff.Out + sniff.Error);
        if (isHeard) Assert.Matches($"A scale that speaks [a-z0-9-]+, as .*{Regex.Escape(profile.Split('#')[0])}", sniff.Error);
        var added = await RunAsync(bench, "device", "add", "--bus", port, "--serial", $"{serial}", "--profile", profile.Split('#')[0], "--name", "bin", "--yes");
        ConfirmUnits(added, bench["site.yaml"]);
        Assert.Matches(@"(?m)^bin/[a-z_]+ .* kg +good", (await bench.RunAsync("device", "test", "bin")).Out);
    }

    [Fact]
    public async Task A_pymodbus_device_is_found_decoded_saved_and_read()
    {
        await using var line = await SocatPtyPair.StartAsync();
        await using var device = await PymodbusServer.StartSerialAsync(line.A, [new PymodbusUnit(23, Strict: true)]);
        await using var bench = ToolBench.At(line.B);
        await device.SetAsync(23, PymodbusTable.HoldingRegisters, 38, 1, 0, 24, 700);
        await FindDecodeAndSaveAsync(bench, new Unknown(23, 2, "ph", "9600-8N1", ["7.21", "4.01", "9.18"]), display =>
        {
            uint bits = BitConverter.SingleToUInt32Bits(float.Parse(display, CultureInfo.InvariantCulture));
            return device.SetAsync(23, PymodbusTable.HoldingRegisters, 42, (ushort)bits, (ushort)(bits >> 16));
        });
    }

    /// <summary>Does as the warning says that comes with an indicator whose frames carry no unit: somebody looks at its display.</summary>
    private static void ConfirmUnits(CommandRun added, string file)
    {
        var advice = Regex.Match(added.Error, "add '(units: {[^}]*})'");
        if (advice.Success) File.WriteAllText(file, File.ReadAllText(file).Replace("bus: bus1 }", $"bus: bus1, {advice.Groups[1].Value} }}", StringComparison.Ordinal));
    }

    /// <param name="show">Makes the device show another value.</param>
    private async Task FindDecodeAndSaveAsync(ToolBench bench, Unknown device, Func<string, Task> show)
    {
        string unit = $"{device.Unit}", bus = bench.Bus;
        await show(device.Displays[0]);
        await RunAsync(bench, "bus", "list");
        var scan = await RunAsync(bench, "bus", "scan", bus);
        Assert.Matches($@"^ +{unit}  {device.Serial}  ", Assert.Single(scan.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)));

        var (place, display) = await LocatedAsync(bench, device, show);
        var read = await RunAsync(bench, "reg", "read", bus, "-u", unit, place, "--count", $"{device.Registers}", "--all");
        Assert.Matches($"(?s)^TX .*unit {unit}, FC0[34].*RX .*CRC ok.*uint16", read.Out);

        var created = await RunAsync(bench, "profile", "new", "found/unknown", "--from", "last");
        Assert.Matches("1 point, [12] tests? passed", created.Out);
        await RunAsync(bench, "profile", "check", bench["profiles/found/unknown.yaml"]);
        await RunAsync(bench, "device", "add", "--scan", "last", "--profile", "found/unknown", "--name", "outlet", "--yes");
        Assert.Contains("1 device on 1 bus, 1 point", (await RunAsync(bench, "check")).Out, StringComparison.Ordinal);

        string last = device.Displays.First(shown => shown != display);
        await show(last);
        var known = Quantities.Find(device.Quantity)!;
        string shown = $@"{Regex.Escape(Plain(last))} *{Regex.Escape(UnitText.Of(known.Units is [var usual, ..] ? usual : ""))}";
        Assert.Matches($@"outlet/{device.Quantity} .*  {shown} +good", (await RunAsync(bench, "device", "test", "outlet")).Out);
        await ReadBackAsync(bench, $"outlet/{device.Quantity}  {shown}  good$");
    }

    /// <summary>Looks for what the display shows, and then for another value, until one place is left; does what the command says when that is not
    /// enough.</summary>
    /// <returns>Its address, and what the display showed last.</returns>
    private async Task<(string Place, string Display)> LocatedAsync(ToolBench bench, Unknown device, Func<string, Task> show)
    {
        string[] find = ["find", bench.Bus, "-u", $"{device.Unit}", "--quantity", device.Quantity, "--value"];
        var first = await RunAsync(bench, [.. find, device.Displays[0]]);
        Assert.Contains("Not settled by one reading. ", first.Error, StringComparison.Ordinal);
        CommandRun? again = null;
        foreach (string display in device.Displays.Skip(1))
        {
            await show(display);
            again = await bench.RunAsync("find", "--again", "--value", display);
            Tell(again, "find", "--again", "--value", display);
            // What had fitted by chance is gone, and the register is further on.
            if (again.ExitCode == ExitCode.ProblemsFound) again = await RunAsync(bench, [.. find, display, "--all"]);
            if (again.Error.Contains("next: envgw profile new NAME --from last", StringComparison.Ordinal)) return (PlaceIn(again.Out), display);
        }
        // A device that shows one value in two places: no reading tells them apart.
        await RunAsync(bench, "find", "--accept", "1");
        return (PlaceIn(again!.Out), device.Displays[^1]);
    }

    private static string PlaceIn(string output)
    {
        var found = Regex.Match(output, @"(?m)^  1  (?<table>holding|input) (?<address>[0-9]+)(-[0-9]+)? \(PLC [0-9-]+\) ");
        Assert.True(found.Success, output);
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
        Tell(run, arguments);
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        return run;
    }

    private void Tell(CommandRun run, params string[] arguments) => notes.WriteLine($"$ envgw {string.Join(' ', arguments)}\n{run.Out}{run.Error}");

    private static RunningProcess Play(params string[] arguments) => RunningProcess.Start(Path.Combine(AppContext.BaseDirectory, "envgw"), arguments);

    private static bool IsAddressed(string scale) => ProfileSite.OfScale(scale, "port: /dev/ttyUSB9, serial: 9600-8N1").Devices[0].Scale!.IsAddressed;

    /// <summary>Without zeros behind the decimal point that say nothing.</summary>
    private static string Plain(string display) => double.Parse(display, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);

    /// <param name="Displays">What it shows at first, for the second reading, and afterwards.</param>
    private sealed record Unknown(byte Unit, int Registers, string Quantity, string Serial, IReadOnlyList<string> Displays);
}
