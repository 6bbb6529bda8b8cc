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

/// <summary>Polls one group: reads its blocks into an image, learns from refusals, and makes readings of the image.</summary>
/// <remarks>Belongs to its bus's loop. Nothing is allocated by a poll in which all goes well, but for what is handed on.</remarks>
internal sealed class GroupPoller : IGroupPoller
{
    /// <summary>Requests after which a search for refused addresses pauses until the next poll, so that other devices have their turn.</summary>
    private const int MostRequestsOfSearch = 40;

    private static readonly TimeSpan _lookAgainAfter = TimeSpan.FromHours(1);
    private static readonly TimeSpan _busyPause = TimeSpan.FromSeconds(1);
    private static readonly Quality _refused = Quality.Bad(QualityReason.Exception);
    private static readonly Quality _notReady = Quality.Bad(QualityReason.NotReady);

    private readonly PollGroup _group;
    private readonly BusUnit _unit;
    private readonly IdentityGuard _identity;
    private readonly ReadyGate? _ready;
    private readonly BusWire _wire;
    private readonly LoopClock _clock;
    private readonly string _bus;
    private readonly ILogger _logger;
    private readonly BadAddressFinder _finder;
    private TimeSpan _lookAgainAt;
    private int _firstBlock;
    private int _requests;
    private bool _hasAnswered;
    private bool _wasSilent;
    private GroupImage _image;

    public GroupPoller(PollGroup group, BusUnit unit, IdentityGuard identity, BusWire wire, LoopClock clock, string bus, ILogger logger)
    {
        (_group, _unit, _identity, _wire, _clock, _bus, _logger) = (group, unit, identity, wire, clock, bus, logger);
        _finder = new BadAddressFinder(group.Device);
        _image = new GroupImage(group, _finder, null);
        _ready = group.Device.Ready is { } ready ? new ReadyGate(group.Device, ready, unit, wire) : null;
    }

    public DeviceModel Device => _group.Device;

    public TimeSpan Every => _group.Every;

    /// <summary>Values that the device refuses; replaced, never changed, so that anybody may read it.</summary>
    public IReadOnlyList<RegisterRange> Refused { get; private set; } = [];

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<TimeSpan> PollAsync(CancellationToken stop)
    {
        var now = _clock.Now;
        Begin(now);
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
        var end = await ReadAsync(stop);
        if (end == PassEnd.Broken) return BreakOff();
        if (!_identity.IsSure && await _identity.CheckAsync(stop) is { } doubt)
        {
            // The way to the bus was opened anew in the middle of the poll, and it is another device that answered.
            _image.Begin(_clock.WallMs);
            return FailIdentity(doubt.Answer, doubt.Quality, now);
        }
        return _requests > 0 ? now : _image.EarliestHold() ?? now + _busyPause;
    }

    /// <returns>Null when there is a new measurement; else when to ask again.</returns>
    private async ValueTask<TimeSpan?> AwaitMeasurementAsync(ReadyGate ready, TimeSpan askedAt, CancellationToken stop)
    {
        var (answer, isReady) = await ready.AskAsync(stop);
        if (isReady)
        {
            Answered();
            return null;
        }
        switch (AnswerMeaning.KindOf(answer))
        {
            case AnswerKind.Data:
                Answered();
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
        var range = _image.Blocks.Count > 0 ? _image.Blocks[0].Range : new RegisterRange(RegisterTable.HoldingRegister, 0, 1);
        await _wire.ReadAsync(_unit, _group.Device, range, new byte[RegisterImage.ByteLength(range)], stop);
    }

    /// <inheritdoc/>
    public Scan Decode() => _image.Decode(_group.Device.Number, _clock.Time.GetTimestamp(), _identity.Findings);

    /// <inheritdoc/>
    public Scan Faulted()
    {
        var scan = new Scan(_group.Device.Number, _group.Points.Count, _clock.Time.GetTimestamp());
        foreach (var point in _group.Points) scan.Add(Reading.Missing(point.Number, _clock.WallMs, MissingQuality.OurFault));
        return scan;
    }

    private void Begin(TimeSpan now)
    {
        if (_finder.HasFindings && now >= _lookAgainAt) _finder.Forget();
        if (_image.Version != _finder.Version) Plan();
        _image.Begin(_clock.WallMs);
        _requests = 0;
        _hasAnswered = false;
        _wasSilent = false;
    }

    /// <summary>Lays the blocks out for what is known of the device now.</summary>
    private void Plan()
    {
        _image = new GroupImage(_group, _finder, _image);
        _firstBlock = 0;
        Refused = [.. _finder.Bad];
    }

    /// <summary>Reads until every block has its answer or its failure, planning anew whenever a refusal taught something.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<PassEnd> ReadAsync(CancellationToken stop)
    {
        while (true)
        {
            var end = await ReadPassAsync(stop);
            if (end == PassEnd.Broken) return end;
            bool isAgain = end == PassEnd.Refused ? _requests < MostRequestsOfSearch : _finder.SearchEnded();
            if (!isAgain) return end;
            var before = _image;
            Plan();
            _image.Continue(before, _clock.WallMs);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<PassEnd> ReadPassAsync(CancellationToken stop)
    {
        var end = PassEnd.Complete;
        int count = _image.Blocks.Count;
        for (int i = 0; i < count; i++)
        {
            if (_wire.IsWanted)
            {
                FailPending(MissingQuality.Lent, default);
                return PassEnd.Broken;
            }
            int block = (_firstBlock + i) % count;
            if (!_image.IsPending(block) || IsHeld(block)) continue;
            if (_hasAnswered && i + 1 < count && _wire.Parallel(_group.Device.RequestGap) > 1) return await ReadTogetherAsync(end, stop);

            var askedAt = _clock.Now;
            var taken = Take(block, await AskAsync(block, stop), askedAt);
            if (taken == PassEnd.Broken) return taken;
            if (taken == PassEnd.Refused) end = taken;
        }
        return end;
    }

    /// <summary>Asks for all that is left at once; the client sends as many as may be under way.</summary>
    private async ValueTask<PassEnd> ReadTogetherAsync(PassEnd end, CancellationToken stop)
    {
        var askedAt = _clock.Now;
        int[] blocks = [.. Enumerable.Range(0, _image.Blocks.Count).Where(b => _image.IsPending(b) && !IsHeld(b))];
        var answers = await Task.WhenAll(blocks.Select(b => AskAsync(b, stop).AsTask()));
        for (int i = 0; i < blocks.Length; i++)
        {
            var taken = Take(blocks[i], answers[i], askedAt);
            if (taken > end) end = taken;
        }
        return end;
    }

    private ValueTask<ModbusAnswer> AskAsync(int block, CancellationToken stop)
    {
        _requests++;
        return _wire.ReadAsync(_unit, _group.Device, _image.Blocks[block].Range, _image.Destination(block), stop);
    }

    /// <summary>Whether the block is left alone in this poll; its readings then keep the reason.</summary>
    private bool IsHeld(int block)
    {
        var hold = _image.Hold(block);
        if (!hold.Backoff.Holds(_clock.Now)) return false;
        _image.Fail(block, hold.Reason, _clock.WallMs);
        return true;
    }

    private PassEnd Take(int block, in ModbusAnswer answer, TimeSpan askedAt)
    {
        long receivedMs = answer.ReceivedAt.ToUnixTimeMilliseconds();
        var quality = AnswerMeaning.QualityOf(answer);
        switch (AnswerMeaning.KindOf(answer))
        {
            case AnswerKind.Data:
                Answered();
                _wasSilent = false;
                _image.Fill(block, receivedMs);
                _image.Hold(block).Backoff.Succeeded();
                return PassEnd.Complete;
            case AnswerKind.Refusal:
                Answered();
                _wasSilent = false;
                _image.Fail(block, quality, receivedMs);
                return Learn(block, answer.Exception, askedAt);
            case AnswerKind.Silence when _hasAnswered && !_wasSilent:
                // The unit is there; only this block gets no answer. When the next gets none either, the unit has gone: its neighbours do not wait for each
                // block.
                _wasSilent = true;
                _image.Fail(block, quality, receivedMs);
                Hold(block, quality).Failed(askedAt);
                return PassEnd.Complete;
            case AnswerKind.Silence:
                // Next time another block goes first: perhaps it is only this one.
                _firstBlock = (block + 1) % _image.Blocks.Count;
                if (_hasAnswered) Hold(block, quality).Failed(askedAt);
                Silent(askedAt, quality);
                break;
        }
        _image.Fail(block, quality, receivedMs);
        FailPending(quality, default);
        return PassEnd.Broken;
    }

    /// <summary>
    /// The bus was lost or the unit fell silent. What came over a way that was opened anew meanwhile may be another device's, and nobody can be asked.
    /// </summary>
    private TimeSpan BreakOff()
    {
        var (quality, notBefore) = _wire.Link.IsLost ? (MissingQuality.NoBus, _wire.Link.NotBefore) : (_unit.Reason, _unit.NotBefore);
        if (!_identity.IsBehindNewConnection) return notBefore;
        _image.Begin(_clock.WallMs);
        return FailPending(quality, notBefore);
    }

    private PassEnd Learn(int block, ModbusExceptionCode exception, TimeSpan askedAt)
    {
        if (exception is not (ModbusExceptionCode.IllegalDataAddress or ModbusExceptionCode.IllegalDataValue))
        {
            var backoff = Hold(block, _refused);
            if (exception == ModbusExceptionCode.IllegalFunction) backoff.Failed(askedAt);
            else backoff.Pause(askedAt, _busyPause);
            return PassEnd.Complete;
        }
        if (!_finder.HasFindings) _lookAgainAt = askedAt + _lookAgainAfter;
        var refused = _image.Blocks[block];
        var found = exception == ModbusExceptionCode.IllegalDataAddress ? _finder.AddressRefused(refused) : _finder.QuantityRefused(refused);
        if (found is { } bad) Log.AddressRefused(_logger, _group.Device.Name, bad);
        return PassEnd.Refused;
    }

    private Backoff Hold(int block, Quality reason)
    {
        _image.Hold(block).Reason = reason;
        return _image.Hold(block).Backoff;
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

    private void Answered()
    {
        _hasAnswered = true;
        if (_unit.Answered(_clock.Now) is { } silence) Log.UnitReturned(_logger, _unit.Identifier, _bus, silence);
    }

    private void Silent(TimeSpan askedAt, Quality quality)
    {
        if (_unit.Failed(askedAt, quality)) Log.UnitSilent(_logger, _unit.Identifier, _bus, QualityText.Of(quality.Reason));
    }

    private TimeSpan FailPending(Quality quality, TimeSpan notBefore)
    {
        _image.FailPending(quality, _clock.WallMs);
        return notBefore;
    }
}
