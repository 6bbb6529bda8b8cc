using Gateway.Core.Readings;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Acquisition.Weighing;

/// <summary>Listens to a scale that talks by itself, without a pause, so that what is read is never old; keeps the newest.</summary>
/// <remarks>Runs beside the polls of the bus, in the same flow of control; wakes the loop after each wait, whatever it brought.</remarks>
internal sealed class ScaleListener(BusScale scale, ScaleWire wire, LinkOwner owner, ILogger logger)
{
    private static readonly Quality _nothing = Quality.Bad(QualityReason.Startup);

    /// <summary>The newest, and how many there were before it; number 0 while there was none.</summary>
    public (WeightSample Sample, long Number) Newest { get; private set; } = (WeightSample.None(_nothing, 0), 0);

    /// <summary>Before it listens again after a pause: what was heard before is old.</summary>
    public void Forget() => Newest = (WeightSample.None(_nothing, 0), 0);

    /// <summary>Listens until stopped; then ends quietly.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (true) await HearAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped, as asked.
        }
    }

    private async Task HearAsync(CancellationToken stop)
    {
        var pause = TimeSpan.Zero;
        try
        {
            Keep(scale.Judge(await wire.HearAsync(scale, stop), owner.Clock.Now));
            if (owner.Link.IsLost) pause = owner.Link.NotBefore - owner.Clock.Now;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // Our own bug with this scale: it shows it, and gets another chance.
            Log.PollFailed(logger, fault, scale.Device.Name, BusLoop.PauseAfterFault);
            Keep(WeightSample.None(MissingQuality.OurFault, owner.Clock.WallMs));
            pause = BusLoop.PauseAfterFault;
        }
        owner.WakeUp.Set();
        if (pause > TimeSpan.Zero) await Task.Delay(pause, owner.Clock.Time, stop);
    }

    private void Keep(WeightSample sample) => Newest = (sample, Newest.Number + 1);
}
