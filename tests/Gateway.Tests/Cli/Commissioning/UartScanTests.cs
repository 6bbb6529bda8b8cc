using Gateway.Cli;
using Gateway.Cli.Commissioning;
using Gateway.Core.Commissioning;
using Gateway.Core.Site;
using Gateway.Fieldbus.Serial;

namespace Gateway.Tests.Cli.Commissioning;

/// <summary>A scan by its own defaults over a line on which speed, parity and stop bits count, as on a real one.</summary>
public class UartScanTests(ITestOutputHelper notes)
{
    private static readonly TimeSpan _prompt = TimeSpan.FromMilliseconds(15);

    public static TheoryData<string> AllSettings => [.. ScanPlan.Usual.Concat(ScanPlan.Rest).Select(serial => $"{serial}"), "9600-8N2", "115200-8N2"];

    [Theory]
    [MemberData(nameof(AllSettings))]
    public async Task Whatever_its_settings_a_device_at_the_last_address_is_found_within_five_minutes(string word)
    {
        var device = new UartDevice(ScanPlan.LastUnit, Settings(word), _prompt);
        var clock = new HastyClock();
        long began = clock.GetTimestamp();
        var scan = await ScanAsync(device, clock);
        var took = clock.GetElapsedTime(began);
        notes.WriteLine($"{word}: {scan.Probes} probes, {took.TotalSeconds:0} s");
        AssertFound(device, scan);
        Assert.True(took < TimeSpan.FromMinutes(device.Settings.BaudRate < 2400 ? 5.5 : 5), $"{took}");
        Assert.True(scan.IsComplete);
    }

    [Fact]
    public async Task A_device_at_a_random_unit_with_random_settings_is_found_at_settings_that_it_understands()
    {
        int seed = Seed.Of(5);
        var random = new Random(seed);
        SerialSettings[] all = [.. ScanPlan.Usual, .. ScanPlan.Rest];
        for (int i = 0; i < 10; i++)
        {
            var device = new UartDevice((byte)random.Next(1, ScanPlan.LastUnit + 1), all[random.Next(all.Length)],
                TimeSpan.FromMilliseconds(random.Next(1, 300)));
            notes.WriteLine($"{Seed.Variable}={seed}: unit {device.Unit}, {device.Settings}, answers after {device.Latency.TotalMilliseconds:0} ms");
            AssertFound(device, await ScanAsync(device, new HastyClock()));
        }
    }

    [Theory]
    [InlineData(99)]
    [InlineData(ScanPlan.LastUnit)]
    public async Task Somebody_slow_is_found_although_thousands_of_places_are_looked_at_in_a_hurry(byte unit)
    {
        var device = new UartDevice(unit, Settings("38400-8E1"), TimeSpan.FromMilliseconds(280));
        AssertFound(device, await ScanAsync(device, new HastyClock()));
    }

    [Theory]
    [InlineData("9600-8N1")]
    [InlineData("57600-8N1")]
    public async Task The_usual_address_is_found_within_a_minute(string word)
    {
        var device = new UartDevice(7, Settings(word), _prompt);
        var clock = new HastyClock();
        long began = clock.GetTimestamp();
        var plan = ScanPlan.Of(isSerial: true, null, null);
        await using var line = LineOf(device, clock);
        await line.OpenAsync(CancellationToken.None);
        // Told as soon as it is heard; what follows looks for others.
        var scan = new BusScan(Context, line, plan, ScanPatience.OnALine, () => clock.GetElapsedTime(began) < TimeSpan.FromMinutes(1)
            ? [] : throw new TimeoutException("too late"));
        await scan.RunAsync(CancellationToken.None);
        AssertFound(device, scan);
    }

    [Fact]
    public async Task Going_on_although_somebody_was_found_asks_at_every_setting()
    {
        var device = new UartDevice(1, Settings("9600-8N1"), _prompt);
        var usual = await ScanAsync(device, new HastyClock());
        var thorough = await ScanAsync(device, new HastyClock(), isThorough: true);
        AssertFound(device, thorough);
        int all = (ScanPlan.Usual.Count + ScanPlan.Rest.Count) * ScanPlan.LastUnit;
        Assert.Equal(4 * ScanPlan.LastUsualUnit + ScanPlan.LastUnit - ScanPlan.LastUsualUnit - 3, usual.Probes);
        // Once found, a unit is not asked for again: a bus works at one setting, and a port that ignores settings would show it many times.
        Assert.Equal(all - (ScanPlan.Usual.Count + ScanPlan.Rest.Count - 1), thorough.Probes);
    }

    private static CommandContext Context => new(TextWriter.Null, TextWriter.Null, "en", Json: false);

    private static SerialSettings Settings(string word) => SerialSettings.TryParse(word, out var settings, out _) ? settings : throw new FormatException(word);

    private static async Task<BusScan> ScanAsync(UartDevice device, HastyClock clock, bool isThorough = false)
    {
        await using var line = LineOf(device, clock);
        await line.OpenAsync(CancellationToken.None);
        var scan = new BusScan(Context, line, ScanPlan.Of(isSerial: true, null, null), ScanPatience.OnALine, () => []) { IsThorough = isThorough };
        await scan.RunAsync(CancellationToken.None);
        return scan;
    }

    private static BusLine LineOf(UartDevice device, HastyClock clock)
    {
        var bus = new BusModel
        {
            Number = 0, Name = "line", Transport = BusTransport.Serial, Framing = BusFraming.Rtu, Address = "/dev/ttyUSB0", Display = "line", Serial = new(9600),
        };
        var target = new BusTarget("/dev/ttyUSB0", bus, null, null, IsSerialAsked: false) { IsScanned = true };
        return new BusLine(target, clock) { Transport = open => new UartLine(open.Serial!, device, clock) };
    }

    /// <summary>Found once, at settings at which both understand one another.</summary>
    private static void AssertFound(UartDevice device, BusScan scan)
    {
        var found = Assert.Single(scan.Found);
        Assert.Equal((device.Unit, true), ((byte)found.Unit, found.IsPresent));
        byte[] anything = [0x55, 0x00, 0xFF, 0x13];
        Assert.Equal(anything, Uart.Heard(anything, Settings(found.Serial!), device.Settings));
        Assert.Equal(anything, Uart.Heard(anything, device.Settings, Settings(found.Serial!)));
    }
}
