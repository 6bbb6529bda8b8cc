using Gateway.Core.Site;

namespace Gateway.Simulation;

/// <summary>One point of a simulated unit: its signal, and what incidents make of it.</summary>
internal sealed class SimulatedPoint(PointModel point, PointWriter writer)
{
    private readonly Signal _signal = SignalCatalog.For(point);

    public PointModel Point => point;

    /// <summary>Writes the value of this moment.</summary>
    /// <param name="forced">An incident's value, which replaces the signal's.</param>
    /// <param name="gained">Added to the signal's value.</param>
    public void Write(TimeSpan elapsed, double? forced, double gained)
    {
        var decoding = point.Decoding;
        if (decoding.Reference.Type == Core.Profiles.RegisterType.Text) writer.WriteText(point.Label.English);
        else if (decoding.Meanings is { Count: > 0 } meanings) writer.WriteState((long?)forced ?? meanings.Keys.Min());
        else if (decoding.IsBoolean) writer.WriteState(forced is > 0 ? 1 : 0);
        else writer.WriteValue(forced ?? _signal.At(elapsed, point.Number * 37) + gained);
    }
}
