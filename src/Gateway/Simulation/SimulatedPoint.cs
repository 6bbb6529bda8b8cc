using Gateway.Core.Profiles;
using Gateway.Core.Site;

namespace Gateway.Simulation;

/// <summary>One point of a simulated unit: its signal, and what incidents make of it.</summary>
internal sealed class SimulatedPoint
{
    private readonly PointModel _point;
    private readonly PointWriter _writer;
    private readonly Signal _signal;
    private readonly int _seed;

    /// <summary>What a state is while nothing is wrong.</summary>
    private readonly long _rest;

    /// <param name="bank">Holds what the unit's status words and identity need already: a state in the same register must agree with them.</param>
    public SimulatedPoint(PointModel point, RegisterBank bank)
    {
        _point = point;
        _writer = new PointWriter(point, bank);
        _signal = SignalCatalog.For(point);
        _seed = point.Number * 37;
        _rest = RestOf(point, bank);
    }

    public string Id => _point.Id;

    /// <summary>Writes the value of this moment.</summary>
    /// <param name="incident">Where an incident drives it and how far it has gone there, 0 to 1; null for none.</param>
    /// <param name="gained">Added to the signal's value.</param>
    public void Write(TimeSpan elapsed, (double Value, double Share)? incident, double gained)
    {
        var decoding = _point.Decoding;
        if (decoding.Reference.Type == RegisterType.Text) _writer.WriteText(_point.Label.English);
        else if (decoding.IsBoolean || decoding.Meanings is not null) _writer.WriteState(incident is { Share: > 0.5 } driven ? (long)driven.Value : _rest);
        else _writer.WriteValue(ValueAt(elapsed, incident) + gained);
    }

    /// <summary>Writes a value as it is.</summary>
    public void Hold(double value)
    {
        if (_point.Decoding.IsBoolean || _point.Decoding.Meanings is not null) _writer.WriteState((long)value);
        else if (_point.Decoding.Reference.Type != RegisterType.Text) _writer.WriteValue(value);
    }

    private double ValueAt(TimeSpan elapsed, (double Value, double Share)? incident)
    {
        double usual = _signal.At(elapsed, _seed);
        if (incident is not var (value, share)) return usual;
        double there = value + _signal.NoiseAt(elapsed, _seed);
        return Math.Round(usual + ((there - usual) * share), _signal.Decimals);
    }

    private static long RestOf(PointModel point, RegisterBank bank)
    {
        var decoding = point.Decoding;
        long held = (long)RegisterNumber.Read(bank, decoding.Reference);
        if (decoding.IsBoolean) return decoding.IsInverted ? (held == 0 ? 1 : 0) : held;
        return decoding.Meanings is { Count: > 0 } meanings && !meanings.ContainsKey(held) ? meanings.Keys.Min() : held;
    }
}
