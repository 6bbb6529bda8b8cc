using Gateway.Core.Profiles;
using Gateway.Core.Site;

namespace Gateway.Simulation;

/// <summary>Puts a point's value into its unit's registers: undoes offset, scale, decimals and sign as the profile describes them.</summary>
internal sealed class PointWriter(PointModel point, RegisterBank bank)
{
    /// <summary>Decimals that simulated devices show where a register says how many.</summary>
    private const int Decimals = 2;

    private readonly PointDecoding _decoding = point.Decoding;

    /// <summary>The state of a boolean point, or the word's number where a number stands for a word.</summary>
    public void WriteState(long state) => RegisterNumber.Write(bank, _decoding.Reference, _decoding.IsInverted ? 1 - state : state);

    public void WriteText(string text) => RegisterNumber.WriteText(bank, _decoding.Reference.Range, text);

    /// <summary>A value in the point's unit.</summary>
    public void WriteValue(double value)
    {
        double number = (value - _decoding.Offset) * _decoding.Scale.Denominator / _decoding.Scale.Numerator;
        if (_decoding.DecimalsFrom is { } decimals)
        {
            RegisterNumber.Write(bank, decimals, Decimals);
            number *= Math.Pow(10, Decimals);
        }
        if (_decoding.SignFrom is { } sign)
        {
            RegisterNumber.Write(bank, sign, number < 0 ? 1 : 0);
            number = Math.Abs(number);
        }
        RegisterNumber.Write(bank, _decoding.Reference, number);
    }
}
