namespace Gateway.Core.Profiles;

/// <summary>How addresses are printed: always the protocol address and the PLC number, so that either manual can be followed.</summary>
public static class RegisterText
{
    private static readonly string[] _names = ["coil", "discrete input", "input", "holding"];
    private static readonly string[] _prefixes = ["co", "di", "ir", "hr"];

    public static IReadOnlyList<string> Prefixes => _prefixes;

    /// <summary><c>hr:2</c></summary>
    public static string Short(RegisterTable table, int address) => $"{_prefixes[(int)table]}:{address}";

    /// <summary><c>holding 2-3 (PLC 40003-40004)</c>; above 9999 the six-digit form <c>400001</c>.</summary>
    public static string Of(RegisterRange range)
    {
        int last = range.End - 1;
        string zeroBased = range.Quantity == 1 ? $"{range.Address}" : $"{range.Address}-{last}";
        string plc = PlcNumber.Of(range.Table, range.Address);
        if (range.Quantity > 1) plc += $"-{PlcNumber.Of(range.Table, last)}";
        return $"{_names[(int)range.Table]} {zeroBased} (PLC {plc})";
    }
}
