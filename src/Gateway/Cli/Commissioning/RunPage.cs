using System.Text;
using Gateway.Core.Commissioning;
using Gateway.Core.Profiles;

namespace Gateway.Cli.Commissioning;

/// <summary>Registers as a person reads them: plain, or in every type and byte order side by side.</summary>
internal static class RunPage
{
    private const string Mark = "▶ ";

    /// <summary>Address, PLC number, hex, and the number in 16 bits.</summary>
    public static string Plain(CommandContext context, RegisterRun run)
    {
        bool isBits = new RegisterRange(run.Table, 0, 1).IsBits;
        var table = isBits
            ? new TextTable("  " + context.Say("ADDRESS", "地址"), "PLC", context.Say("STATE", "状态"))
            : new TextTable("  " + context.Say("ADDRESS", "地址"), "PLC", "HEX", "uint16", "int16");
        for (int i = 0; i < run.Count; i++)
        {
            string address = "  " + RegisterText.Short(run.Table, run.Address + i), plc = PlcNumber.Of(run.Table, run.Address + i);
            if (isBits) table.Add(address, plc, $"{run[i]}");
            else table.Add(address, plc, $"{run[i]:X4}", $"{run[i]}", $"{(short)run[i]}");
        }
        return table.ToString();
    }

    /// <summary>One value after the other in the type and order that were asked for.</summary>
    public static string Typed(RegisterRun run, Interpretation way)
    {
        var table = new TextTable();
        for (int at = run.Address; at + way.Registers <= run.End; at += way.Registers)
            table.Add($"  {new RegisterRange(run.Table, (ushort)at, (ushort)way.Registers)}", way.Text, NumberText.Of(way.Number(run.From(at))),
                $"({run.Hex(at, way.Registers)})");
        return table.ToString();
    }

    /// <summary>Everything the registers can mean, the plausible marked.</summary>
    public static string All(CommandContext context, RegisterRun run)
    {
        if (run.Count == 1) return Single(run);
        var text = new StringBuilder();
        for (int at = run.Address; at + 1 < run.End; at++)
        {
            if (run.Count > 2) text.Append(new RegisterRange(run.Table, (ushort)at, 2)).AppendLine();
            text.Append(Pair(run, at));
            if (at + 4 <= run.End && !RunTable.IsBlank(run, at, 4)) text.Append(Quad(run, at));
        }
        if (RunTable.IsBlank(run, run.Address, run.Count))
            text.AppendLine(context.Say("All zero: this proves nothing. Make the device show another value.", "全为零：不能说明任何问题。请让设备显示其他值。"));
        else if (Marks(run).Distinct().Count() > 1)
            text.AppendLine(context.Say(
                "More than one is plausible; a second reading with another value tells them apart: envgw find",
                "不止一种解释合理；换一个值再读一次即可区分：envgw find"));
        return text.ToString();
    }

    /// <summary>The forms that are marked at the run's first register.</summary>
    private static IEnumerable<Interpretation> Marks(RegisterRun run) =>
        RunTable.Rows(run, run.Address, 2).SelectMany(row => row.Cells).Where(cell => cell.IsPlausible
            && RegisterTypeText.IsFloat(cell.As.Type)).Select(cell => cell.As);

    private static string Pair(RegisterRun run, int at)
    {
        var table = new TextTable("           ", "  ABCD", "  CDAB", "  BADC", "  DCBA");
        foreach (var row in RunTable.Rows(run, at, 2)) table.Add([$"  {RegisterTypeText.Of(row.Type)}", .. row.Cells.Select(Text)]);
        foreach (var type in new[] { RegisterType.UInt16, RegisterType.Int16 })
        {
            var words = Interpretation.OrdersOf(type).Select(order => WordsOf(run, at, new Interpretation(type, order))).ToList();
            table.Add($"  {RegisterTypeText.Of(type)}", "  " + words[0], "", "  " + words[1], "");
        }
        foreach (var row in RunTable.RareRows(run, at, 2)) table.Add([$"  {RegisterTypeText.Of(row.Type)}", .. row.Cells.Select(Text)]);
        return table.ToString();
    }

    private static string Quad(RegisterRun run, int at)
    {
        var table = new TextTable("           ", "  ABCDEFGH", "  GHEFCDAB", "  BADCFEHG", "  HGFEDCBA");
        foreach (var row in RunTable.Rows(run, at, 4)) table.Add([$"  {RegisterTypeText.Of(row.Type)}", .. row.Cells.Select(Text)]);
        return table.ToString();
    }

    private static string Single(RegisterRun run)
    {
        var table = new TextTable("           ", "AB", "BA");
        foreach (var row in RunTable.Rows(run, run.Address, 1).Concat(RunTable.RareRows(run, run.Address, 1)))
            table.Add([$"  {RegisterTypeText.Of(row.Type)}", .. row.Cells.Select(cell => cell.Text)]);
        table.Add("  hex", $"{run[0]:X4}", "");
        return table.ToString();
    }

    private static string WordsOf(RegisterRun run, int at, Interpretation way) =>
        $"{NumberText.Whole(way.Number(run.From(at)))}, {NumberText.Whole(way.Number(run.From(at + 1)))} ({way.OrderText})";

    private static string Text(RunCell cell) => (cell.IsPlausible ? Mark : "  ") + cell.Text;
}
