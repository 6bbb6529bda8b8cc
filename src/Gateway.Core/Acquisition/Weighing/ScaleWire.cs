using Gateway.Core.Acquisition.Scheduling;
using Gateway.Fieldbus.Scales;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Acquisition.Weighing;

/// <summary>Hears and asks the scales of one bus: keeps the gap, counts, notices when one is lost or back, and tells the owner of the way how it was.</summary>
internal sealed class ScaleWire(ScaleClient client, LinkOwner owner, ILogger logger)
{
    private readonly LoopClock _clock = owner.Clock;
    private readonly RequestPause _pause = new(owner.Clock);

    /// <summary>Waits for the next report of the scale that talks by itself on this bus.</summary>
    public async ValueTask<ScaleAnswer> HearAsync(BusScale scale, CancellationToken stop)
    {
        var began = _clock.Now;
        var answer = await client.NextAsync(stop);
        await TakeInAsync(scale, answer, began);
        return answer;
    }

    /// <summary>Asks a scale for its weight.</summary>
    public async ValueTask<ScaleAnswer> AskAsync(BusScale scale, CancellationToken stop)
    {
        await _pause.PassAsync(scale.Device.RequestGap, stop);
        var began = _clock.Now;
        var answer = await client.PollAsync(scale.Address, stop);
        _pause.Begin();
        await TakeInAsync(scale, answer, began);
        return answer;
    }

    /// <summary>Asks a scale for something other than its weight.</summary>
    public async ValueTask<ScaleText> TellAsync(BusScale scale, string command, CancellationToken stop)
    {
        await _pause.PassAsync(scale.Device.RequestGap, stop);
        var answer = await client.AskAsync(command, scale.Address, stop);
        _pause.Begin();
        if (answer.Outcome != ScaleOutcome.NoConnection) await owner.CarriedAsync(answer.Outcome == ScaleOutcome.NoAnswer);
        return answer;
    }

    private async ValueTask TakeInAsync(BusScale scale, ScaleAnswer answer, TimeSpan began)
    {
        scale.Unit.Tally.Count(ScaleMeaning.CountedAs(answer.Outcome), answer.ReceivedAt, _clock.Now - began);
        if (answer.Outcome == ScaleOutcome.NoConnection)
        {
            owner.Lose(new LinkTrouble(answer.Detail, answer.Fault));
            return;
        }
        await owner.CarriedAsync(answer.Outcome == ScaleOutcome.NoAnswer);
        Notice(scale, answer, began);
    }

    private void Notice(BusScale scale, in ScaleAnswer answer, TimeSpan began)
    {
        if (ScaleMeaning.IsThere(answer.Outcome))
        {
            if (scale.Unit.Answered(_clock.Now) is { } silence) Log.ScaleReturned(logger, scale.Device.Name, owner.Bus.Name, silence);
        }
        else if (scale.Unit.Failed(began, ScaleMeaning.QualityOf(answer.Outcome)))
            Log.ScaleSilent(logger, scale.Device.Name, owner.Bus.Name, answer.Detail ?? answer.Outcome.ToString());
    }
}
