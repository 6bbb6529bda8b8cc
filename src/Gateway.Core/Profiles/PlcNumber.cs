using System.Globalization;

namespace Gateway.Core.Profiles;

/// <summary>The numbers by which PLC manuals call registers: a digit for the table, then the register, counted from 1; six digits where five are too
/// few.</summary>
internal static class PlcNumber
{
    private static readonly int[] _bases = [1, 10001, 30001, 40001];

    /// <summary><c>40003</c> for holding register 2; above 9998 the six-digit form <c>409999</c>.</summary>
    public static string Of(RegisterTable table, int address)
    {
        int first = _bases[(int)table];
        if (address > 9998) return $"{(first / 10000 * 100000) + address + 1:000000}";
        return table == RegisterTable.Coil ? $"{address + 1:00000}" : $"{first + address}";
    }

    /// <summary>Reads a number of five or six digits.</summary>
    /// <returns>Null when it is none. A table that there is not is null; the address, from -1 on, may be one that there is not.</returns>
    public static (RegisterTable? Table, int Address)? Parse(string text)
    {
        if (text.Length is not (5 or 6) || text.AsSpan().IndexOfAnyExceptInRange('0', '9') >= 0) return null;
        RegisterTable? table = text[0] switch
        {
            '0' => RegisterTable.Coil,
            '1' => RegisterTable.DiscreteInput,
            '3' => RegisterTable.InputRegister,
            '4' => RegisterTable.HoldingRegister,
            _ => null,
        };
        return (table, int.Parse(text.AsSpan(1), CultureInfo.InvariantCulture) - 1);
    }
}
