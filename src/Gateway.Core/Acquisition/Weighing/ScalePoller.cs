using Gateway.Core.Acquisition.Scheduling;
using Gateway.Core.Readings;
using Gateway.Core.Site;

namespace Gateway.Core.Acquisition.Weighing;

/// <summary>Polls one group of a scale's points: asks the scale, or takes what its listener heard last.</summary>
/// <remarks>
/// A due scan of a stream takes the newest report that was not handed on yet, and waits for one where there is none: a scale may talk twenty times a
/// second or once in three, and gives no reading twice.
/// </remarks>
/// <param name="listener">Hears the scale; null when it is asked.</param>
internal sealed class ScalePoller(ScaleGroup group, ScaleWire wire, LinkOwner owner, ScaleListener? listener) : IGroupPoller
{
    /// <summary>Between two polls of a scale that is read as often as the bus allows; nobody sees more.</summary>
    private static readonly TimeSpan _shortestPause = TimeSpan.FromMilliseconds(200);

    /// <summary>The same while there is nothing to read.</summary>
    private static readonly TimeSpan _pauseWithout = TimeSpan.FromSeconds(1);

    private readonly EarlyRetry _retry = new(group.Every);
    private WeightSample _sample;
    private long _handedOn;

    public DeviceModel Device => group.Scale.Device;

    public TimeSpan Every => group.Every;

    /// <summary>Whether there is a weight that was not handed on yet, or why there is none.</summary>
    public bool IsReady
    {
        get
        {
            if (listener is null || owner.IsWanted || owner.Link.IsLent || owner.Link.IsLost) return true;
            var (newest, number) = listener.Newest;
            return number > _handedOn || (number > 0 && newest.Report is null);
        }
    }

    /// <summary>Before its scale is listened to again after a pause: nothing was handed on of what will come.</summary>
    public void Forget() => _handedOn = 0;

    /// <inheritdoc/>
    public async ValueTask<TimeSpan> PollAsync(CancellationToken stop)
    {
        var askedAt = owner.Clock.Now;
        _sample = await WeighAsync(stop);
        var pause = _sample.Report is null ? _pauseWithout : listener is null ? _shortestPause : TimeSpan.Zero;
        var notBefore = owner.Clock.Now + pause;
        AskAgainAt = Retry(askedAt, notBefore);
        return notBefore;
    }

    /// <inheritdoc/>
    public TimeSpan? AskAgainAt { get; private set; }

    /// <summary>When a weight that did not come is asked for again; null when one came, or when the bus will make it due.</summary>
    private TimeSpan? Retry(TimeSpan askedAt, TimeSpan notBefore)
    {
        if (owner.IsWanted || owner.Link.IsLent || owner.Link.IsLost) return null;
        var unit = group.Scale.Unit;
        if (_sample.Report is null) return unit.IsSilent ? _retry.Silent(askedAt, unit.NotBefore) : _retry.Refused(askedAt, notBefore);
        _retry.Succeeded();
        return null;
    }

    /// <inheritdoc/>
    public Scan Decode() => group.Readings(_sample, owner.Clock.Time.GetTimestamp());

    /// <inheritdoc/>
    public Scan Faulted() => group.Readings(Missing(MissingQuality.OurFault), owner.Clock.Time.GetTimestamp());

    /// <inheritdoc/>
    public async ValueTask ProbeAsync(CancellationToken stop) => await wire.AskAsync(group.Scale, stop);

    private async ValueTask<WeightSample> WeighAsync(CancellationToken stop)
    {
        var now = owner.Clock.Now;
        if (owner.IsWanted || owner.Link.IsLent) return Missing(MissingQuality.Lent);
        if (listener is not null) return TakeHeard(listener);
        if (owner.Link.Holds(now)) return Missing(MissingQuality.NoBus);
        if (group.Scale.Unit.Holds(now)) return Missing(group.Scale.Unit.Reason);
        if (group.Scale.Firmware is { } firmware) await firmware.AskAsync(stop);
        var answer = await wire.AskAsync(group.Scale, stop);
        if (answer.IsOk) group.Scale.Firmware?.Weighed();
        return group.Scale.Judge(answer, owner.Clock.Now);
    }

    private WeightSample TakeHeard(ScaleListener heard)
    {
        (var newest, _handedOn) = heard.Newest;
        if (owner.Link.IsLost) return Missing(MissingQuality.NoBus);
        return newest.Report is null ? newest with { TimeMs = owner.Clock.WallMs } : newest;
    }

    private WeightSample Missing(Quality why) => WeightSample.None(why, owner.Clock.WallMs);
}
