using Gateway.Core.Profiles;
using Gateway.Core.Site;

namespace Gateway.Simulation;

/// <summary>Puts a point's value into its unit's registers: undoes offset, scale, decimals and sign as the profile describes them.</summary>
internal sealed class PointWriter(PointModel point, RegisterBank bank)
{
    /// <summary>Decimals that simulated devices show where a register says how many, as long as the number fits.</summary>
    private const int MostDecimals = 2;

    private readonly PointDecoding _decoding = point.Decoding;

    /// <summary>The state of a boolean point, or the word's number where a number stands for a word.</summary>
    public void WriteState(long state) => RegisterNumber.Write(bank, _decoding.Reference, _decoding.IsInverted ? 1 - state : state);

    public void WriteText(string text) => RegisterNumber.WriteText(bank, _decoding.Reference, text);

    /// <summary>A value in the point's unit.</summary>
    public void WriteValue(double value)
    {
        if (_decoding.ScaleFrom is { } choice) value = Coded(choice, value);
        double number = (value - _decoding.Offset) * _decoding.Scale.Denominator / _decoding.Scale.Numerator;
        if (_decoding.DecimalsFrom is { } decimals)
        {
            int places = MostDecimals;
            while (places > 0 && Math.Abs(number) * Math.Pow(10, places) > RegisterNumber.Largest(_decoding.Reference.Type)) places--;
            RegisterNumber.Write(bank, decimals, places);
            number *= Math.Pow(10, places);
        }
        if (_decoding.SignFrom is { } sign)
        {
            RegisterNumber.Write(bank, sign, number < 0 ? 1 : 0);
            number = Math.Abs(number);
        }
        if (_decoding.FractionFrom is { } fraction)
        {
            double whole = Math.Truncate(number);
            RegisterNumber.Write(bank, fraction, (number - whole) * _decoding.FractionScale.Denominator / _decoding.FractionScale.Numerator);
            number = whole;
        }
        RegisterNumber.Write(bank, _decoding.Reference, number);
        if (_decoding.RangeFrom is var (low, high)) WriteRange(low, high, number);
    }

    /// <summary>The value in the unit that the device is set to: the one nearest to the point's own, so that no digits are lost.</summary>
    private double Coded(ScaleChoice choice, double value)
    {
        var (code, (scale, offset)) = choice.ByCode.MinBy(coded => (Math.Abs(Math.Log10(Math.Abs(coded.Value.Scale.Apply(1)))), coded.Key));
        RegisterNumber.Write(bank, choice.Reference, code);
        return (value - offset) * scale.Denominator / scale.Numerator;
    }

    /// <summary>A range that is wide enough for every value the signal comes by.</summary>
    private void WriteRange(RegisterReference low, RegisterReference high, double number)
    {
        double reach = Math.Max(1, Math.Abs(number)) * 10;
        RegisterNumber.Write(bank, low, -reach);
        RegisterNumber.Write(bank, high, reach);
    }
}
