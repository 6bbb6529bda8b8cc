using System.Runtime.CompilerServices;
using Gateway.Core.Acquisition.Planning;
using Gateway.Core.Acquisition.Scheduling;
using Gateway.Core.Profiles;
using Gateway.Core.Readings;
using Gateway.Fieldbus.Modbus;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Acquisition.Polling;

/// <summary>Reads the blocks of one group into an image, and learns from refusals and silences which to ask for, and when.</summary>
internal sealed class BlockReader
{
    /// <summary>Requests after which a search for refused addresses pauses until the next poll, so that other devices have their turn.</summary>
    private const int MostRequestsOfSearch = 40;

    private static readonly TimeSpan _lookAgainAfter = TimeSpan.FromHours(1);
    private static readonly TimeSpan _busyPause = TimeSpan.FromSeconds(1);
    private static readonly Quality _refused = Quality.Bad(QualityReason.Exception);

    private readonly PollGroup _group;
    private readonly BusUnit _unit;
    private readonly BusWire _wire;
    private readonly LoopClock _clock;
    private readonly string _bus;
    private readonly ILogger _logger;
    private readonly BadAddressFinder _finder;
    private TimeSpan _lookAgainAt;
    private int _firstBlock;
    private bool _hasAnswered;
    private bool _wasSilent;

    public BlockReader(PollGroup group, BusUnit unit, BusWire wire, LoopClock clock, string bus, ILogger logger)
    {
        (_group, _unit, _wire, _clock, _bus, _logger) = (group, unit, wire, clock, bus, logger);
        _finder = new BadAddressFinder(group.Device);
        Image = new GroupImage(group, _finder, null);
    }

    /// <summary>What came in the poll under way, or in the last one.</summary>
    public GroupImage Image { get; private set; }

    /// <summary>Values that the device refuses; replaced, never changed, so that anybody may read it.</summary>
    public IReadOnlyList<RegisterRange> Refused { get; private set; } = [];

    /// <summary>How many requests the poll has made.</summary>
    public int Requests { get; private set; }

    /// <summary>A poll begins.</summary>
    public void Begin(TimeSpan now)
    {
        if (_finder.HasFindings && now >= _lookAgainAt) _finder.Forget();
        if (Image.Version != _finder.Version) Plan();
        StartOver();
        Requests = 0;
        _hasAnswered = false;
        _wasSilent = false;
    }

    /// <summary>Forgets what came in this poll: it may be another device's.</summary>
    public void StartOver() => Image.Begin(_clock.WallMs);

    /// <summary>Gives up what has no answer yet.</summary>
    public void FailPending(Quality quality) => Image.FailPending(quality, _clock.WallMs);

    /// <summary>Reads until every block has its answer or its failure, planning anew whenever a refusal taught something.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<PassEnd> ReadAsync(CancellationToken stop)
    {
        while (true)
        {
            var end = await ReadPassAsync(stop);
            if (end == PassEnd.Broken) return end;
            bool isAgain = end == PassEnd.Refused ? Requests < MostRequestsOfSearch : _finder.SearchEnded();
            if (!isAgain) return end;
            var before = Image;
            Plan();
            Image.Continue(before, _clock.WallMs);
        }
    }

    /// <summary>The unit has answered, whatever it said.</summary>
    public void Answered()
    {
        _hasAnswered = true;
        if (_unit.Answered(_clock.Now) is { } silence) Log.UnitReturned(_logger, _unit.Identifier, _bus, silence);
    }

    /// <summary>The unit has not answered.</summary>
    /// <param name="askedAt">When the attempt began.</param>
    public void Silent(TimeSpan askedAt, Quality quality)
    {
        if (_unit.Failed(askedAt, quality)) Log.UnitSilent(_logger, _unit.Identifier, _bus, QualityText.Of(quality.Reason));
    }

    /// <summary>Lays the blocks out for what is known of the device now.</summary>
    private void Plan()
    {
        Image = new GroupImage(_group, _finder, Image);
        _firstBlock = 0;
        Refused = [.. _finder.Bad];
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<PassEnd> ReadPassAsync(CancellationToken stop)
    {
        var end = PassEnd.Complete;
        int count = Image.Blocks.Count;
        for (int i = 0; i < count; i++)
        {
            if (_wire.IsWanted)
            {
                FailPending(MissingQuality.Lent);
                return PassEnd.Broken;
            }
            int block = (_firstBlock + i) % count;
            if (!Image.IsPending(block) || IsHeld(block)) continue;
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
        int[] blocks = [.. Enumerable.Range(0, Image.Blocks.Count).Where(b => Image.IsPending(b) && !IsHeld(b))];
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
        Requests++;
        return _wire.ReadAsync(_unit, _group.Device, Image.Blocks[block].Range, Image.Destination(block), stop);
    }

    /// <summary>Whether the block is left alone in this poll; its readings then keep the reason.</summary>
    private bool IsHeld(int block)
    {
        var hold = Image.Hold(block);
        if (!hold.Backoff.Holds(_clock.Now)) return false;
        Image.Fail(block, hold.Reason, _clock.WallMs);
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
                Image.Fill(block, receivedMs);
                Image.Hold(block).Backoff.Succeeded();
                return PassEnd.Complete;
            case AnswerKind.Refusal:
                Answered();
                _wasSilent = false;
                Image.Fail(block, quality, receivedMs);
                return Learn(block, answer.Exception, askedAt);
            case AnswerKind.Silence when _hasAnswered && !_wasSilent:
                // The unit is there; only this block gets no answer. When the next gets none either, the unit has gone: its neighbours do not wait for each
                // block.
                _wasSilent = true;
                Image.Fail(block, quality, receivedMs);
                Hold(block, quality).Failed(askedAt);
                return PassEnd.Complete;
            case AnswerKind.Silence:
                // Next time another block goes first: perhaps it is only this one.
                _firstBlock = (block + 1) % Image.Blocks.Count;
                if (_hasAnswered) Hold(block, quality).Failed(askedAt);
                Silent(askedAt, quality);
                break;
        }
        Image.Fail(block, quality, receivedMs);
        FailPending(quality);
        return PassEnd.Broken;
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
        var refused = Image.Blocks[block];
        var found = exception == ModbusExceptionCode.IllegalDataAddress ? _finder.AddressRefused(refused) : _finder.QuantityRefused(refused);
        if (found is { } bad) Log.AddressRefused(_logger, _group.Device.Name, bad);
        return PassEnd.Refused;
    }

    private Backoff Hold(int block, Quality reason)
    {
        Image.Hold(block).Reason = reason;
        return Image.Hold(block).Backoff;
    }
}
