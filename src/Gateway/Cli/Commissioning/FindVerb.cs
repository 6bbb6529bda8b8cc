using System.CommandLine;
using Gateway.Core.Commissioning;
using Gateway.Core.Documents;
using Gateway.Core.Profiles;

namespace Gateway.Cli.Commissioning;

/// <summary><c>envgw find</c>: the register that shows what the display shows, and a second reading that settles it.</summary>
internal static class FindVerb
{
    private static readonly VerbArgument<string?> _bus = new("BUS", BusOptions.Bus.Meaning) { Arity = ArgumentArity.ZeroOrOne };

    private static readonly VerbOption<string?> _value = new("--value", ("What the display shows, with all its decimals.", "显示屏上的值，小数位写全。"), "7.21");

    private static readonly VerbOption<string?> _quantity =
        new("--quantity", ("What it measures, such as ph or turbidity; tells what is possible.", "测量的量，例如 ph、turbidity，用于判断是否合理。"), "QUANTITY");

    private static readonly VerbOption<bool> _again =
        new("--again", ("Take a second reading of the candidates of the last search, with another value.", "用另一个值再次读取上次搜索的候选项。"));

    private static readonly VerbOption<int?> _accept =
        new("--accept", ("Take candidate N of the last search although its value cannot be changed; it is kept as not confirmed.",
            "值无法改变时，采纳上次搜索的第 N 个候选项；标记为未确认。"), "N");

    private static readonly VerbOption<string[]> _ranges = RangeOption.Create();

    private static readonly VerbOption<bool> _all =
        new("--all",
            ("Look through the whole of both tables although something fits. Ctrl-C shows what was found.", "即使已有相符的值，仍搜索两个寄存器表的全部地址。Ctrl-C 显示已找到的内容。"));

    public static Verb Create()
    {
        var find = new Verb("find", ("Find the register that shows what the device's display shows. Reads only.", "查找与设备显示值一致的寄存器。只读。"),
            new Example("envgw find /dev/ttyUSB0 -u 3 --value 7.21 --quantity ph", ("the display shows pH 7.21", "显示屏上为 pH 7.21")),
            new Example("envgw find --again --value 4.01", ("the probe is in another buffer now: which of them was it?", "探头已换到另一缓冲液：究竟是哪一个？")),
            new Example("envgw find --accept 1", ("the value cannot be changed: take the first, marked as not confirmed", "值无法改变：采纳第一个，标记为未确认")))
        {
            _bus, BusOptions.Unit, _value, _quantity, _again, _accept, _ranges, _all, BusOptions.Serial, BusOptions.Framing, BusOptions.Echo,
            SharedOptions.Config,
        };
        find.SetAction((parsed, stop) => RunAsync(parsed, CommandContext.From(parsed), stop));
        return find;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        if (parsed.GetValue(_accept) is { } number) return FindAcceptance.Run(context, FindFile.TryLoad(), number);
        if (!ShownValue.TryParse(parsed.GetValue(_value) ?? "", out var shown))
            return BusOptions.Refuse(context, ("--value is what the display shows, a plain number", "--value 应为显示屏上的数字"), "--value 7.21");
        if (shown.IsZero)
            return BusOptions.Refuse(
                context, ("0 proves nothing: registers that nobody uses are 0 too. Make the device show another value",
                    "0 不能说明任何问题：未使用的寄存器也为 0。请让设备显示其他值"), "--value 7.21");
        var timeout = context.Timeout ?? UnitOption.Patience;
        return parsed.GetValue(_again)
            ? await FindAgain.RunAsync(parsed, context, shown, timeout, stop) : await FirstAsync(parsed, context, shown, timeout, stop);
    }

    private static async Task<int> FirstAsync(ParseResult parsed, CommandContext context, ShownValue shown, TimeSpan timeout, CancellationToken stop)
    {
        if (parsed.GetValue(_bus) is not { } bus)
            return BusOptions.Refuse(context, ("which bus? BUS is missing", "缺少总线 BUS"), "envgw find /dev/ttyUSB0 -u 3 --value 7.21");
        if (!UnitOption.TryRead(parsed, context, out byte unit)) return ExitCode.WrongUsage;
        if (!TryQuantity(context, parsed.GetValue(_quantity), out string? quantity)) return ExitCode.WrongUsage;
        if (!RangeOption.TryRead(parsed, context, _ranges, out var ranges)) return ExitCode.WrongUsage;
        if (BusOptions.TryModbusTarget(parsed, context, bus, parsed.GetValue(BusOptions.Serial),
            out var target) is not ExitCode.Fine and var wrong) return wrong;
        bool isConfined = parsed.GetValue(_ranges) is { Length: > 0 };
        var query = new FindQuery(shown, quantity, ranges, isConfined, parsed.GetValue(_all));
        return await new BusAccess(context).UseAsync(target!, line => new FindSearch(context, new UnitAccess(line, unit, timeout), query).RunAsync(stop), stop);
    }

    private static bool TryQuantity(CommandContext context, string? written, out string? quantity)
    {
        quantity = written?.ToLowerInvariant().Replace(' ', '_').Replace('-', '_').Replace('.', '_');
        if (quantity is null || Quantities.Find(quantity) is not null) return true;
        string near = Suggestion.For(quantity, Quantities.All.Select(known => known.Name)) ?? "ph, turbidity, free_chlorine, temperature";
        BusOptions.Refuse(context, ($"nothing is known of the quantity '{written}'", $"未知的量 “{written}”"), $"--quantity {near}");
        return false;
    }
}
