using Gateway.Core.Acquisition;
using Gateway.Core.Acquisition.Scheduling;
using Gateway.Core.Acquisition.Weighing;
using Gateway.Core.Documents;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Gateway.Fieldbus.Scales;
using Gateway.Fieldbus.Transports;

namespace Gateway.Core.Commissioning;

/// <summary>Reads every point of a scale once, by the very path that the gateway reads it by: hears it, or asks it.</summary>
internal sealed class ScaleTrial : IAsyncDisposable
{
    /// <summary>Between two polls of a scale whose rest is judged here.</summary>
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Beyond the time that a rule asks for: a scale may talk once a second.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    private readonly LoopClock _clock;
    private readonly ScaleTurns _turns;
    private readonly ScaleClient _client;
    private readonly ScaleGroup _group;
    private readonly TimeSpan _mostForRest;

    /// <param name="device">A scale with at least one point.</param>
    /// <param name="transport">The way to its bus; nobody else uses it meanwhile. Not disposed here.</param>
    public ScaleTrial(SiteModel site, DeviceModel device, ITransport transport, TimeProvider time)
    {
        Device = device;
        _clock = new LoopClock(time);
        _turns = new ScaleTurns(transport);
        _client = ScaleClientFactory.Create(site.Buses[device.Bus], [device], _turns, time);
        var points = device.Points.Select(point => site.Points[point]).ToList();
        var every = points.Min(point => point.Every);
        // One interval for all, so that it is one group: what is due when says nothing here.
        _group = ScaleGroup.Of(device, [.. points.Select(point => point with { Every = every })]).Single();
        _mostForRest = device.Scale?.Stability is { } rule ? 2 * (rule.For > every * 2 ? rule.For : every * 2) + _patience : TimeSpan.Zero;
    }

    public DeviceModel Device { get; }

    /// <summary>Why the scale's firmware is not one that its profile holds for; null when it is, when it is not asked for, or when the scale does not
    /// weigh.</summary>
    public Wording? FirmwareTrouble { get; private set; }

    public ScaleProtocol Protocol => _client.Protocol;

    /// <summary>What the last reading was made of.</summary>
    public IReadOnlyList<ScaleTurn> Turns => IsStream ? [.. _turns.All.Select(LastFrameOf)] : _turns.All;

    private bool IsStream => Device.Scale!.Mode == ScaleModes.Streaming;

    /// <summary>Where a rule judges the rest, weighs until it has come to rest or will not.</summary>
    /// <returns>The last answer, and the reading of each point in the device's order.</returns>
    public async Task<(ScaleAnswer Answer, IReadOnlyList<Reading> Readings)> RunAsync(CancellationToken cancel)
    {
        ScaleText? version = IsStream || Device.Firmware is not { Command: { } command } ? null : await _client.AskAsync(command, _group.Scale.Address, cancel);
        var began = _clock.Now;
        while (true)
        {
            if (!IsStream) _turns.Forget();
            var answer = IsStream ? await _client.NextAsync(cancel) : await _client.PollAsync(_group.Scale.Address, cancel);
            var sample = _group.Scale.Judge(answer, _clock.Now);
            bool mayRest = answer is { IsOk: true, Report.Stable: null } && sample.IsStable == false && _clock.Now - began < _mostForRest;
            if (!mayRest)
            {
                if (version is { } told && answer.IsOk) FirmwareTrouble = FirmwareVersion.Trouble(Device.Firmware!, told);
                return (answer, ReadingsOf(sample));
            }
            if (!IsStream) await Task.Delay(_pause, _clock.Time, cancel);
        }
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private List<Reading> ReadingsOf(in WeightSample sample)
    {
        using var scan = _group.Readings(sample, _clock.Time.GetTimestamp());
        return [.. scan.Readings.ToArray().OrderBy(reading => reading.Point)];
    }

    /// <summary>A stream's reading is made of the newest frame.</summary>
    private ScaleTurn LastFrameOf(ScaleTurn turn)
    {
        var reader = new ScaleFrameReader(Protocol, amidStream: false);
        return reader.Take(turn.Heard.Span).LastOrDefault(frame => frame.Result != FrameResult.Answer) is { } newest
            ? turn with { Heard = newest.Bytes }
            : turn;
    }
}
