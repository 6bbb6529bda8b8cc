using System.Text;
using System.Threading.Channels;
using Gateway.Core.Acquisition;
using Gateway.Core.Documents;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Gateway.Core.Tests.Documents;
using Gateway.Testing;

namespace Gateway.Core.Tests.Acquisition.Weighing;

/// <summary>A site with scales on one bus, read by the real room over a real port, and the newest reading of each point.</summary>
internal sealed class ScaleBench : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<Scan> _scans = Channel.CreateUnbounded<Scan>();
    private readonly Dictionary<string, Reading> _newest = [];
    private readonly Task _running;

    private ScaleBench(SiteModel site)
    {
        Site = site;
        Room = new AcquisitionRoom(
            site, bus => BusClientFactory.Create(bus, TimeProvider.System), _scans.Writer, TimeProvider.System, Logger);
        _running = Room.RunAsync(_stop.Token);
    }

    public SiteModel Site { get; }

    public AcquisitionRoom Room { get; }

    public ListLogger<BusLoop> Logger { get; } = new();

    /// <summary>What the scans so far last said of a device and its profile.</summary>
    public DeviceFindings? Findings { get; private set; }

    /// <param name="bus">What a bus says: <c>port: /dev/pts/3, serial: 9600-8N1</c>.</param>
    /// <param name="devices">The devices section, in YAML's flow style without its braces.</param>
    /// <param name="profiles">Folder beside the site file; its profiles go first.</param>
    public static SiteModel Compile(string bus, string devices, string profiles = "/nowhere")
    {
        string text = $$"""
            site: { id: bench }
            buses: { line: { {{bus}} } }
            devices: { {{devices}} }
            buffer: { path: /nowhere }
            """;
        var compiled = new SiteCompiler(Repository.Profiles, _ => null).CompileText(Path.Combine(profiles, "site.yaml"), Encoding.UTF8.GetBytes(text));
        Assert.True(compiled.Model is not null, ProblemText.Render(compiled.Problems, "en"));
        return compiled.Model;
    }

    public static ScaleBench Run(string bus, string devices) => new(Compile(bus, devices));

    public static ScaleBench Run(SiteModel site) => new(site);

    /// <summary>Reads scans until the newest readings are as wanted.</summary>
    /// <param name="wanted">Asked after every scan; given the newest reading of each point by its id.</param>
    public async Task<IReadOnlyDictionary<string, Reading>> UntilAsync(Func<IReadOnlyDictionary<string, Reading>, bool> wanted)
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        try
        {
            while (true)
            {
                using var scan = await _scans.Reader.ReadAsync(patience.Token);
                Findings = scan.Findings ?? Findings;
                foreach (var reading in scan.Readings) _newest[Site.Points[reading.Point].Id] = reading;
                if (wanted(_newest)) return _newest;
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The last readings were {string.Join(", ", _newest.Select(one => $"{one.Key}={Shown(one.Value)}"))}");
        }
    }

    public Task<IReadOnlyDictionary<string, Reading>> UntilAsync(string point, string shown) =>
        UntilAsync(readings => readings.TryGetValue(point, out var reading) && Shown(reading) == shown);

    /// <summary>Value and quality as a test writes them: <c>12.34 G</c>, <c>- B:timeout</c>, <c>1 U:unstable</c>.</summary>
    public static string Shown(Reading reading) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{(reading.Kind switch { ValueKind.None => "-", ValueKind.Text => reading.Text, _ => $"{reading.Number:R}" })} {reading.Quality}");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await Room.DisposeAsync();
        _stop.Dispose();
    }
}
