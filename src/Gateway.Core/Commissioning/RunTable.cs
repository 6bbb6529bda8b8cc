using System.Globalization;
using Gateway.Core.Profiles;

namespace Gateway.Core.Commissioning;

/// <summary>One stretch of registers in every type and byte order side by side, the plausible ones marked.</summary>
/// <remarks>A mark is a hint and no decision: where two forms are plausible, both are marked, and where nothing is, nothing.</remarks>
internal static class RunTable
{
    private const int MostDigitsShown = 5;

    private static readonly RegisterType[] _four = [RegisterType.Float64, RegisterType.UInt64, RegisterType.Int64];
    private static readonly RegisterType[] _two = [RegisterType.Float32, RegisterType.UInt32, RegisterType.Int32];

    private static readonly RegisterType[] _rareTwo = [RegisterType.SignMagnitude32, RegisterType.Bcd32];
    private static readonly RegisterType[] _rareOne = [RegisterType.SignMagnitude16, RegisterType.Bcd16];

    /// <summary>
    /// The rows of forms that few devices use, where these registers can have them: a sign apart from the size when it is set, decimal digits when there are
    /// no others. Never marked: where a usual form fits too, it is the likelier one.
    /// </summary>
    /// <param name="registers">Registers from there on that may be used: 1 or 2.</param>
    public static IReadOnlyList<RunRow> RareRows(RegisterRun run, int address, int registers)
    {
        var rows = (registers >= 2 ? _rareTwo : _rareOne).Select(type => Unmarked(Row(run, address, type)));
        return IsBlank(run, address, registers) ? [] : [.. rows.Where(row => row.Cells.Any(CanBeMeant))];
    }

    /// <summary>The rows of values that begin at one address.</summary>
    /// <param name="registers">Registers from there on that may be used: 1, 2 or 4.</param>
    public static IReadOnlyList<RunRow> Rows(RegisterRun run, int address, int registers)
    {
        RegisterType[] types = registers switch { >= 4 => _four, >= 2 => _two, _ => [RegisterType.UInt16, RegisterType.Int16] };
        var rows = types.Select(type => Row(run, address, type)).ToList();
        // Numbers this large and whole are as good as any, so a plausible float speaks against the integers of the same registers.
        if (rows.Any(row => RegisterTypeText.IsFloat(row.Type) && row.Cells.Any(cell => cell.IsPlausible)))
            rows = [.. rows.Select(row => RegisterTypeText.IsFloat(row.Type) ? row : Unmarked(row))];
        return rows;
    }

    /// <summary>Whether every register from an address on is 0, which proves nothing.</summary>
    public static bool IsBlank(RegisterRun run, int address, int registers) => !run.From(address)[..(2 * registers)].ContainsAnyExcept((byte)0);

    private static bool CanBeMeant(RunCell cell) =>
        cell.As.Type is RegisterType.Bcd16 or RegisterType.Bcd32 ? cell.Number is not null : cell.Number < 0 && IsUsual(cell);

    private static RunRow Unmarked(RunRow row) => row with { Cells = [.. row.Cells.Select(cell => cell with { IsPlausible = false })] };

    private static RunRow Row(RegisterRun run, int address, RegisterType type)
    {
        List<RunCell> cells = [];
        foreach (var order in Interpretation.OrdersOf(type))
        {
            var way = new Interpretation(type, order);
            double? number = way.Number(run.From(address));
            string text = RegisterTypeText.IsFloat(type) ? NumberText.Of(number) : way.WholeText(run.From(address));
            cells.Add(new RunCell(way, number, text, !IsBlank(run, address, way.Registers) && number is { } value && IsPlausible(type, value)));
        }
        return new RunRow(type, Sifted(cells));
    }

    /// <summary>
    /// Of several plausible forms, takes those with few digits, as numbers made for a display have; else those whose bytes stand in Modbus's order, as in
    /// nearly all devices. What is left is as good as each other.
    /// </summary>
    private static List<RunCell> Sifted(List<RunCell> cells)
    {
        var marked = cells.Where(cell => cell.IsPlausible).ToList();
        if (marked.Count < 2) return cells;
        bool isFloat = RegisterTypeText.IsFloat(marked[0].As.Type);
        int fewest = isFloat ? marked.Min(DigitsOf) : 0;
        List<RunCell> kept = isFloat && fewest <= MostDigitsShown ? [.. marked.Where(cell => DigitsOf(cell) <= MostDigitsShown)] : marked;
        if (kept.Any(IsUsual)) kept = [.. kept.Where(IsUsual)];
        return [.. cells.Select(cell => cell with { IsPlausible = kept.Contains(cell) })];
    }

    /// <summary>Significant digits; plausible numbers are written without an exponent.</summary>
    private static int DigitsOf(RunCell cell) =>
        cell.Number!.Value.ToString("R", CultureInfo.InvariantCulture).Replace(".", "", StringComparison.Ordinal).TrimStart('-', '0').TrimEnd('0').Length;

    private static bool IsUsual(RunCell cell) => cell.As.Order is ByteOrder.ABCD or ByteOrder.CDAB;

    /// <summary>Numbers that instruments show. Most wrong readings of a float are far outside: its exponent then is other bits of the number.</summary>
    private static bool IsPlausible(RegisterType type, double value)
    {
        double size = Math.Abs(value);
        if (RegisterTypeText.IsFloat(type)) return size is >= 1e-3 and < 1e6;
        return Interpretation.OrdersOf(type).Count == 4 && size is >= 1 and < 1e6;
    }
}
