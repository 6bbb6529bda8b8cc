using System.Runtime.CompilerServices;
using Gateway.Core.Acquisition.Decoding;
using Gateway.Core.Acquisition.Planning;
using Gateway.Core.Acquisition.Scheduling;
using Gateway.Core.Profiles;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Gateway.Fieldbus.Modbus;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Acquisition.Polling;

/// <summary>Polls one group: asks for what may be asked for now, and makes readings of what came.</summary>
/// <remarks>Belongs to its bus's loop. Nothing is allocated by a poll in which all goes well, but for what is handed on.</remarks>
internal sealed class GroupPoller : IGroupPoller
{
    /// <summary>How often a measurement that is not ready is asked for again before the next interval; a device of a minute must not wait one for a
    /// second.</summary>
    private const int MostRepeats = 5;

    private static readonly TimeSpan _busyPause = TimeSpan.FromSeconds(1);
    private static readonly Quality _notReady = Quality.Bad(QualityReason.NotReady);

    private readonly PollGroup _group;
    private readonly BusUnit _unit;
    private readonly IdentityGuard _identity;
    private readonly ReadyGate? _ready;
    private readonly BusWire _wire;
    private readonly LoopClock _clock;
    private readonly BlockReader _blocks;
    private readonly EarlyRetry _retry;
    private int _repeats;
    private bool _isMeasuring;

    public GroupPoller(PollGroup group, BusUnit unit, IdentityGuard identity, BusWire wire, LoopClock clock, string bus, ILogger logger)
    {
        (_group, _unit, _identity, _wire, _clock) = (group, unit, identity, wire, clock);
        _blocks = new BlockReader(group, unit, wire, clock, bus, logger);
        _retry = new EarlyRetry(group.Every);
        _ready = group.Device.Ready is { } ready ? new ReadyGate(group.Device, ready, unit, wire) : null;
    }

    public DeviceModel Device => _group.Device;

    public TimeSpan Every => _group.Every;

    /// <inheritdoc/>
    public TimeSpan? AskAgainAt { get; private set; }

    /// <inheritdoc cref="BlockReader.Refused"/>
    public IReadOnlyList<RegisterRange> Refused => _blocks.Refused;

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<TimeSpan> PollAsync(CancellationToken stop)
    {
        var now = _clock.Now;
        AskAgainAt = null;
        _isMeasuring = false;
        var notBefore = await PollNowAsync(now, stop);
        if (!_isMeasuring) AskAgainAt = Retry(now, notBefore);
        return notBefore;
    }

    /// <summary>When what failed is asked for again; null when nothing did, or when the bus will make it due.</summary>
    private TimeSpan? Retry(TimeSpan askedAt, TimeSpan notBefore)
    {
        if (_wire.IsWanted || _wire.Link.IsLent || _wire.Link.IsLost) return null;
        if (_unit.IsSilent) return _retry.Silent(askedAt, notBefore);
        var again = notBefore > askedAt ? notBefore : _blocks.Image.EarliestHoldAfter(askedAt);
        if (again is { } refused) return _retry.Refused(askedAt, refused);
        _retry.Succeeded();
        return null;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<TimeSpan> PollNowAsync(TimeSpan now, CancellationToken stop)
    {
        _blocks.Begin(now);
        if (_wire.IsWanted || _wire.Link.IsLent) return FailPending(MissingQuality.Lent, now + _busyPause);
        if (_wire.Link.Holds(now)) return FailPending(MissingQuality.NoBus, _wire.Link.NotBefore);
        if (_unit.Holds(now)) return FailPending(_unit.Reason, _unit.NotBefore);
        if (!_identity.IsSure)
        {
            if (_identity.Holds(now)) return FailPending(_identity.Reason, _identity.NotBefore);
            if (await _identity.CheckAsync(stop) is { } failure) return FailIdentity(failure.Answer, failure.Quality, now);
            Answered();
        }
        if (_ready is not null && await AwaitMeasurementAsync(_ready, now, stop) is { } notBefore) return notBefore;
        var end = await _blocks.ReadAsync(stop);
        if (end == PassEnd.Broken) return BreakOff();
        if (!_identity.IsSure && await _identity.CheckAsync(stop) is { } doubt)
        {
            // The way to the bus was opened anew in the middle of the poll, and it is another device that answered.
            _blocks.StartOver();
            return FailIdentity(doubt.Answer, doubt.Quality, now);
        }
        return _blocks.Requests > 0 ? now : _blocks.Image.EarliestHold() ?? now + _busyPause;
    }

    /// <returns>Null when there is a new measurement; else when to ask again.</returns>
    private async ValueTask<TimeSpan?> AwaitMeasurementAsync(ReadyGate ready, TimeSpan askedAt, CancellationToken stop)
    {
        var (answer, isReady) = await ready.AskAsync(stop);
        if (isReady)
        {
            Answered();
            _repeats = 0;
            return null;
        }
        switch (AnswerMeaning.KindOf(answer))
        {
            case AnswerKind.Data:
                Answered();
                _isMeasuring = true;
                _repeats = _repeats < MostRepeats ? _repeats + 1 : 0;
                if (_repeats > 0) AskAgainAt = askedAt + _busyPause;
                return FailPending(_notReady, askedAt + _busyPause);
            case AnswerKind.NoBus:
                return FailPending(AnswerMeaning.QualityOf(answer), _wire.Link.NotBefore);
            case AnswerKind.Silence:
                Silent(askedAt, AnswerMeaning.QualityOf(answer));
                return FailPending(AnswerMeaning.QualityOf(answer), _unit.NotBefore);
            default:
                Answered();
                return FailPending(AnswerMeaning.QualityOf(answer), askedAt + _busyPause);
        }
    }

    /// <inheritdoc/>
    public async ValueTask ProbeAsync(CancellationToken stop)
    {
        var blocks = _blocks.Image.Blocks;
        var range = blocks.Count > 0 ? blocks[0].Range : new RegisterRange(RegisterTable.HoldingRegister, 0, 1);
        await _wire.ReadAsync(_unit, _group.Device, range, new byte[RegisterImage.ByteLength(range)], stop);
    }

    /// <inheritdoc/>
    public Scan Decode() => _blocks.Image.Decode(_group.Device.Number, _clock.Time.GetTimestamp(), _identity.Findings);

    /// <inheritdoc/>
    public Scan Faulted()
    {
        var scan = new Scan(_group.Device.Number, _group.Points.Count, _clock.Time.GetTimestamp());
        foreach (var point in _group.Points) scan.Add(Reading.Missing(point.Number, _clock.WallMs, MissingQuality.OurFault));
        return scan;
    }

    /// <summary>
    /// The bus was lost or the unit fell silent. What came over a way that was opened anew meanwhile may be another device's, and nobody can be asked.
    /// </summary>
    private TimeSpan BreakOff()
    {
        var (quality, notBefore) = _wire.Link.IsLost ? (MissingQuality.NoBus, _wire.Link.NotBefore) : (_unit.Reason, _unit.NotBefore);
        if (!_identity.IsBehindNewConnection) return notBefore;
        _blocks.StartOver();
        return FailPending(quality, notBefore);
    }

    private TimeSpan FailIdentity(in ModbusAnswer answer, Quality quality, TimeSpan askedAt)
    {
        switch (AnswerMeaning.KindOf(answer))
        {
            case AnswerKind.NoBus:
                return FailPending(quality, _wire.Link.NotBefore);
            case AnswerKind.Silence:
                Silent(askedAt, quality);
                return FailPending(quality, _unit.NotBefore);
            default:
                Answered();
                return FailPending(quality, _identity.NotBefore);
        }
    }

    private void Answered() => _blocks.Answered();

    private void Silent(TimeSpan askedAt, Quality quality) => _blocks.Silent(askedAt, quality);

    private TimeSpan FailPending(Quality quality, TimeSpan notBefore)
    {
        _blocks.FailPending(quality);
        return notBefore;
    }
}
