using System.Threading.Channels;
using Gateway.Core.Acquisition;
using Gateway.Core.Acquisition.Decoding;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Gateway.Simulation;
using Gateway.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Simulation;

/// <summary>The simulator and acquisition are the reverse of one another, for every device that is shipped.</summary>
public class ShippedProfileTests
{
    public static TheoryData<string> Profiles => [.. ProfileSite.Names.Except(ProfileSite.Scales)];

    public static TheoryData<string> Scales => [.. ProfileSite.Scales];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Status_words_of_a_healthy_unit_judge_good(string profile)
    {
        var site = ProfileSite.Of(profile, 502);
        var device = site.Devices[0];
        var bank = new SimulatedUnit(site, device).Bank;
        var ranges = device.StatusWords.Select(word => word.Reference.Range).Distinct().ToList();
        var image = RegisterImage.Of(device, ranges.Select(range => (range, Bytes(bank, range))), 0);
        Assert.All(device.StatusWords, word => Assert.Equal(Quality.Good, new StatusJudge(device, word, image).Judge(image)));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task A_simulated_device_reads_good_and_near_its_signal(string profile)
    {
        var site = ProfileSite.Of(profile, FreePort.Next());
        var scans = Channel.CreateUnbounded<Scan>();
        using var ending = new CancellationTokenSource();
        var serving = new SimulatedSite(site, IncidentScript.None, TextWriter.Null, TimeProvider.System).RunAsync(ending.Token);
        await using var room = new AcquisitionRoom(
            site, bus => BusClientFactory.Create(bus, TimeProvider.System), scans.Writer, TimeProvider.System, NullLogger<BusLoop>.Instance);
        var polling = room.RunAsync(ending.Token);
        var readings = await FirstOfEachPointAsync(site, scans.Reader);
        await ending.CancelAsync();
        await Task.WhenAll(serving, polling);

        Assert.All(site.Points, point =>
        {
            var reading = readings[point.Number];
            Assert.Equal((point.Id, Quality.Good), (point.Id, reading.Quality));
            bool isStatus = site.Devices[0].StatusWords.Any(word => word.Reference.Range == point.Decoding.Reference.Range);
            if (reading.Kind == ValueKind.Number && !isStatus) AssertNear(point, reading.Number);
        });
    }

    [Theory]
    [MemberData(nameof(Scales))]
    public async Task A_simulated_scale_reads_its_bin_over_tcp_and_over_a_port(string profile)
    {
        using var folder = new TemporaryFolder();
        foreach (string bus in new[] { $"connect: \"tcp://127.0.0.1:{FreePort.Next()}\"", $"port: {folder["scale"]}, serial: 9600-8N1" })
        {
            var site = ProfileSite.OfScale(profile, bus);
            var scans = Channel.CreateUnbounded<Scan>();
            using var ending = new CancellationTokenSource();
            var serving = new SimulatedSite(site, IncidentScript.None, TextWriter.Null, TimeProvider.System).RunAsync(ending.Token);
            await using var room = new AcquisitionRoom(
                site, bus => BusClientFactory.Create(bus, TimeProvider.System), scans.Writer, TimeProvider.System, NullLogger<BusLoop>.Instance);
            var polling = room.RunAsync(ending.Token);
            await UntilTheBinIsWeighedAsync(site, scans.Reader);
            await ending.CancelAsync();
            await Task.WhenAll(serving, polling);
        }
    }

    /// <summary>Every point is good, or not shown by the display, and every weight is near the bin's.</summary>
    private static async Task UntilTheBinIsWeighedAsync(SiteModel site, ChannelReader<Scan> scans)
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        var readings = new Reading[site.Points.Count];
        bool isWeighed = false;
        while (!isWeighed)
        {
            using var scan = await scans.ReadAsync(patience.Token);
            foreach (var reading in scan.Readings) readings[reading.Point] = reading;
            isWeighed = readings.All(reading => reading.TimeMs > 0 && (reading.Quality.IsGood || reading.Quality == Quality.Bad(QualityReason.Disabled)));
        }
        Assert.All(site.Points.Where(point => point.Quantity is "weight" or "gross_weight" && readings[point.Number].Kind == ValueKind.Number),
            point => Assert.InRange(readings[point.Number].Number, 12.3, 12.5));
        Assert.Contains(readings, reading => reading.Kind == ValueKind.Number);
    }

    private static async Task<Reading[]> FirstOfEachPointAsync(SiteModel site, ChannelReader<Scan> scans)
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        var readings = new Reading[site.Points.Count];
        var missing = site.Points.Select(point => point.Number).ToHashSet();
        while (missing.Count > 0)
        {
            using var scan = await scans.ReadAsync(patience.Token);
            foreach (var reading in scan.Readings)
                if (missing.Remove(reading.Point)) readings[reading.Point] = reading;
        }
        return readings;
    }

    /// <summary>Within what the signal moves, and one step of the device's resolution.</summary>
    private static void AssertNear(PointModel point, double value)
    {
        var signal = SignalCatalog.For(point);
        double step = Math.Abs(point.Decoding.Scale.Numerator / point.Decoding.Scale.Denominator);
        double reach = signal.Swing + signal.Noise + Math.Pow(10, -signal.Decimals) + step;
        Assert.InRange(value, signal.Level - reach, signal.Level + reach);
    }

    private static ReadOnlyMemory<byte> Bytes(RegisterBank bank, Core.Profiles.RegisterRange range)
    {
        byte[] bytes = new byte[RegisterImage.ByteLength(range)];
        bank.CopyTo(range, bytes);
        return bytes;
    }
}
