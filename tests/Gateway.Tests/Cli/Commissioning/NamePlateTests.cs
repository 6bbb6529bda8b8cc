using System.Text.RegularExpressions;
using Gateway.Fieldbus.Scales;
using Gateway.Testing;
using Gateway.Tests.Simulation;

namespace Gateway.Tests.Cli.Commissioning;

/// <summary>What a technician does with a device whose name plate says what it is, and of which nothing else is known.</summary>
public class NamePlateTests(ITestOutputHelper notes)
{
    [Fact]
    public async Task A_device_without_a_display_is_added_by_its_name_plate_and_read()
    {
        int seed = Seed.Of(3);
        var random = new Random(seed);
        const string Profile = "common/advantech-adam-4056so";
        var (unit, serial) = UnknownDevice.Place(random, anywhere: false);
        notes.WriteLine($"{Seed.Variable}={seed}: {Profile}, unit {unit}, {serial}");
        using var folder = new TemporaryFolder();
        string port = folder["ttyUSB0"];
        await using var bench = ToolBench.At(port, notes);
        await using var playing = ToolBench.Play("sim", "run", folder.Write("site.yaml", ProfileSite.TextOf(Profile, $"port: {port}, serial: {serial}", unit)));
        await playing.WaitForLineAsync(line => line.Contains(port, StringComparison.Ordinal));
        var scan = await bench.FineAsync("bus", "scan", port);
        Assert.Matches($"(?m)^ +{unit}  {serial}  ", scan.Out);
        await bench.FineAsync("device", "add", "--scan", "last", "--profile", Profile, "--name", "outlet", "--yes");
        Assert.Contains(" good", (await bench.RunAsync("device", "test", "outlet")).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_scale_picked_blindly_is_heard_added_and_weighed(int usual)
    {
        int seed = Seed.Of(usual);
        var random = new Random(seed);
        string[] scales = [.. ProfileSite.Scales.Where(scale => !IsAddressed(scale))];
        string profile = scales[random.Next(scales.Length)];
        var (_, serial) = UnknownDevice.Place(random, anywhere: true);
        notes.WriteLine($"{Seed.Variable}={seed}: {profile}, {serial}");
        using var folder = new TemporaryFolder();
        string port = folder["ttyUSB0"];
        await using var bench = ToolBench.At(port, notes);
        await using var playing = ToolBench.Play("sim", "run", folder.Write("site.yaml", ProfileSite.TextOfScale(profile, $"port: {port}, serial: {serial}")));
        await playing.WaitForLineAsync(line => line.Contains(port, StringComparison.Ordinal));
        var scale = ProfileSite.OfScale(profile, $"port: {port}, serial: {serial}").Devices[0].Scale!;
        bool isHeard = scale.Mode == ScaleModes.Streaming && scale.Protocol != ScaleProtocols.Described;
        var sniff = await bench.RunAsync("bus", "sniff", port, "--serial", $"{serial}", "--for", isHeard ? "4s" : "200ms");
        if (isHeard) Assert.Matches($"A scale that speaks [a-z0-9-]+, as .*{Regex.Escape(profile.Split('#')[0])}", sniff.Error);
        var added = await bench.FineAsync(
            "device", "add", "--bus", port, "--serial", $"{serial}", "--profile", profile.Split('#')[0], "--name", "bin", "--yes");
        ConfirmUnits(added, bench["site.yaml"]);
        Assert.Matches(@"(?m)^bin/[a-z_]+ .* kg +good", (await bench.RunAsync("device", "test", "bin")).Out);
    }

    /// <summary>Does as the warning says that comes with an indicator whose frames carry no unit: somebody looks at its display.</summary>
    private static void ConfirmUnits(CommandRun added, string file)
    {
        var advice = Regex.Match(added.Error, "add '(units: {[^}]*})'");
        if (advice.Success)
            File.WriteAllText(file, File.ReadAllText(file).Replace("bus: bus1 }", $"bus: bus1, {advice.Groups[1].Value} }}", StringComparison.Ordinal));
    }

    private static bool IsAddressed(string scale) => ProfileSite.OfScale(scale, "port: /dev/ttyUSB9, serial: 9600-8N1").Devices[0].Scale!.IsAddressed;
}
