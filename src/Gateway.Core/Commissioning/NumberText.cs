using System.Globalization;

namespace Gateway.Core.Commissioning;

/// <summary>Numbers as a technician's table shows them.</summary>
internal static class NumberText
{
    /// <summary>Whole numbers in full; others in at most five significant digits when they are very large or small, else as short as they are exact.</summary>
    public static string Of(double? number)
    {
        if (number is not { } value) return "-";
        double size = Math.Abs(value);
        if (value == Math.Truncate(value) && size < 1e10) return value.ToString("0", CultureInfo.InvariantCulture);
        if (size is >= 1e-3 and < 1e7) return value.ToString("R", CultureInfo.InvariantCulture);
        return value.ToString("0.####e+00", CultureInfo.InvariantCulture);
    }

    /// <summary>All digits of an integer, whatever its size.</summary>
    public static string Whole(double? number) => number?.ToString("0", CultureInfo.InvariantCulture) ?? "-";
}
