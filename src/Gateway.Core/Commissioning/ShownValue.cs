using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Gateway.Core.Commissioning;

/// <summary>What a device's display shows: a number rounded to the decimals that are written.</summary>
/// <param name="Value">The number.</param>
/// <param name="Decimals">Decimals shown, 0 to 9.</param>
internal sealed record ShownValue(double Value, int Decimals)
{
    /// <summary>One unit of the last decimal.</summary>
    public double Step => Math.Pow(10, -Decimals);

    /// <summary>Nothing is to be learnt from 0: registers that nobody uses are 0 too.</summary>
    public bool IsZero => Value == 0;

    /// <returns>False for what is no plain decimal number of at most 15 digits.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out ShownValue? shown)
    {
        shown = null;
        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (text.Length > 17 || !decimal.TryParse(text, Plain, CultureInfo.InvariantCulture, out decimal number)) return false;
        int decimals = text.Contains('.', StringComparison.Ordinal) ? text.Length - text.IndexOf('.', StringComparison.Ordinal) - 1 : 0;
        if (decimals > 9) return false;
        shown = new ShownValue((double)number, decimals);
        return true;
    }

    /// <summary>Whether a display with these decimals would show the number so. A number half-way may be rounded up, down or cut off.</summary>
    public bool IsShownFor(double number) => Math.Abs(number - Value) <= (0.5 + 1e-9) * Step;

    /// <summary>How far off a number is, as a part of the value shown.</summary>
    public double Deviation(double number) => Math.Abs(number - Value) / Math.Abs(Value);

    public override string ToString() => Value.ToString($"F{Decimals}", CultureInfo.InvariantCulture);
}
