namespace Gateway.Core.Profiles;

/// <summary>How addresses are printed: always the protocol address and the PLC number, so that either manual can be followed.</summary>
public static class RegisterText
{
    private static readonly string[] _names = ["coil", "discrete input", "input", "holding"];
    private static readonly string[] _prefixes = ["co", "di", "ir", "hr"];
    private static readonly int[] _plcBases = [1, 10001, 30001, 40001];

    public static IReadOnlyList<string> Prefixes => _prefixes;

    /// <summary><c>hr:2</c></summary>
    public static string Short(RegisterTable table, int address) => $"{_prefixes[(int)table]}:{address}";

    /// <summary><c>holding 2-3 (PLC 40003-40004)</c>; above 9999 the six-digit form <c>400001</c>.</summary>
    public static string Of(RegisterRange range)
    {
        int last = range.End - 1;
        string zeroBased = range.Quantity == 1 ? $"{range.Address}" : $"{range.Address}-{last}";
        string plc = range.Quantity == 1 ? Plc(range.Table, range.Address) : $"{Plc(range.Table, range.Address)}-{Plc(range.Table, last)}";
        return $"{_names[(int)range.Table]} {zeroBased} (PLC {plc})";
    }

    private static string Plc(RegisterTable table, int address)
    {
        int first = _plcBases[(int)table];
        return address <= 9998 ? $"{(table == RegisterTable.Coil ? $"{address + 1:00000}" : $"{first + address}")}" : $"{(first / 10000 * 100000) + address + 1:000000}";
    }
}
