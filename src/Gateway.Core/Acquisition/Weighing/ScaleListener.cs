using Gateway.Core.Acquisition.Scheduling;
using Gateway.Core.Readings;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Acquisition.Weighing;

/// <summary>Listens to a scale that talks by itself, without a pause, so that what is read is never old; keeps the newest.</summary>
/// <param name="heard">Told after each wait, whatever it brought.</param>
internal sealed class ScaleListener(BusScale scale, ScaleWire wire, LoopClock clock, ILogger logger, Action heard)
{
    private static readonly TimeSpan _pauseAfterFault = TimeSpan.FromSeconds(10);
    private static readonly Quality _nothing = Quality.Bad(QualityReason.Startup);
    private static readonly Quality _ourFault = Quality.Bad(QualityReason.Unexplained);

    private readonly Lock _gate = new();
    private WeightSample _newest = WeightSample.None(_nothing, 0);
    private long _number;

    /// <summary>The newest, and how many there were before it; number 0 while there was none.</summary>
    public (WeightSample Sample, long Number) Newest
    {
        get { lock (_gate) return (_newest, _number); }
    }

    /// <summary>Before it listens again after a pause: what was heard before is old.</summary>
    public void Forget()
    {
        lock (_gate) (_newest, _number) = (WeightSample.None(_nothing, 0), 0);
    }

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
            Keep(scale.Judge(await wire.HearAsync(scale, stop), clock.Now));
            if (wire.Link.IsLost) pause = wire.Link.NotBefore - clock.Now;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // Our own bug with this scale: it shows it, and gets another chance.
            Log.PollFailed(logger, fault, scale.Device.Name, _pauseAfterFault);
            Keep(WeightSample.None(_ourFault, clock.WallMs));
            pause = _pauseAfterFault;
        }
        heard();
        if (pause > TimeSpan.Zero) await Task.Delay(pause, clock.Time, stop);
    }

    private void Keep(WeightSample sample)
    {
        lock (_gate) (_newest, _number) = (sample, _number + 1);
    }
}
