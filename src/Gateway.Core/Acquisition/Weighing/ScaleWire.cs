using Gateway.Core.Acquisition.Lending;
using Gateway.Core.Acquisition.Polling;
using Gateway.Core.Acquisition.Scheduling;
using Gateway.Core.Site;
using Gateway.Fieldbus.Scales;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Acquisition.Weighing;

/// <summary>Hears and asks the scales of one bus: keeps the gap, counts, and notices when a scale or the bus is lost or back.</summary>
internal sealed class ScaleWire(BusModel bus, ScaleClient client, BusLending lending, LoopClock clock, ILogger logger)
{
    /// <summary>Waits in a row that brought nothing, after which a connection is doubted: the peer may have lost its power and know nothing of it.</summary>
    private const int SilencesThatDoubtConnection = 2;

    private TimeSpan _lastEnd = TimeSpan.MinValue;
    private int _silences;

    public BusLink Link { get; } = new(bus.Transport == BusTransport.Serial ? Backoff.ForPort() : Backoff.ForServer(), clock);

    /// <summary>Somebody waits for the bus, or has it: no further request is made.</summary>
    public bool IsWanted => lending.Current is not null;

    /// <summary>Waits for the next report of the scale that talks by itself on this bus.</summary>
    public async ValueTask<ScaleAnswer> HearAsync(BusScale scale, CancellationToken stop)
    {
        var began = clock.Now;
        var answer = await client.NextAsync(stop);
        await TakeInAsync(scale, answer, began);
        return answer;
    }

    /// <summary>Asks a scale for its weight.</summary>
    public async ValueTask<ScaleAnswer> AskAsync(BusScale scale, CancellationToken stop)
    {
        var gap = scale.Device.RequestGap;
        if (gap > TimeSpan.Zero && _lastEnd + gap is var free && free > clock.Now) await Task.Delay(free - clock.Now, clock.Time, stop);
        var began = clock.Now;
        var answer = await client.PollAsync(scale.Address, stop);
        _lastEnd = clock.Now;
        await TakeInAsync(scale, answer, began);
        return answer;
    }

    /// <summary>The bus was found lost without a request: its adapter was pulled.</summary>
    public void Lose(LinkTrouble trouble)
    {
        if (Link.Lost(clock.Now, trouble)) Log.BusLost(logger, bus.Name, bus.Display, trouble.English);
    }

    /// <summary>Lets go of the bus. Nobody may be hearing or asking.</summary>
    public async ValueTask LendAsync()
    {
        await client.CloseAsync();
        Link.Lent();
    }

    /// <summary>The bus is ours again.</summary>
    public void TakeBack()
    {
        _silences = 0;
        Link.TakenBack();
    }

    private async ValueTask TakeInAsync(BusScale scale, ScaleAnswer answer, TimeSpan began)
    {
        scale.Unit.Tally.Count(ScaleMeaning.CountedAs(answer.Outcome), answer.ReceivedAt, clock.Now - began);
        if (answer.Outcome == ScaleOutcome.NoConnection)
        {
            Lose(new LinkTrouble(answer.Detail, answer.Fault));
            return;
        }
        if (Link.Opened()) Log.BusOpened(logger, bus.Name, bus.Display);
        Notice(scale, answer, began);
        _silences = answer.Outcome == ScaleOutcome.NoAnswer ? _silences + 1 : 0;
        if (bus.Transport != BusTransport.Tcp || _silences < SilencesThatDoubtConnection) return;
        _silences = 0;
        await client.CloseAsync();
    }

    private void Notice(BusScale scale, in ScaleAnswer answer, TimeSpan began)
    {
        if (ScaleMeaning.IsThere(answer.Outcome))
        {
            if (scale.Unit.Answered(clock.Now) is { } silence) Log.ScaleReturned(logger, scale.Device.Name, bus.Name, silence);
        }
        else if (scale.Unit.Failed(began, ScaleMeaning.QualityOf(answer.Outcome)))
            Log.ScaleSilent(logger, scale.Device.Name, bus.Name, answer.Detail ?? answer.Outcome.ToString());
    }
}
