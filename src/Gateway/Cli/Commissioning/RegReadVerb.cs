using System.CommandLine;
using System.Text.Json;
using Gateway.Core.Commissioning;
using Gateway.Core.Profiles;
using Gateway.Fieldbus.Modbus;

namespace Gateway.Cli.Commissioning;

/// <summary><c>envgw reg read</c>: some registers of one unit, with the bytes that were sent and heard.</summary>
internal static class RegReadVerb
{
    private static readonly VerbArgument<string> _address =
        new("ADDRESS", ("Where to begin: hr:2 ir:2 co:2 di:2 count from 0; 40003 and 400003 from 1.", "起始地址：hr:2 ir:2 co:2 di:2 从 0 起；40003、400003 从 1 起。"));

    private static readonly VerbOption<ushort> _count = new("--count",
        ("Registers to read, 1 to 125; bits to 2000 (default 1).", "读取的寄存器数，1 到 125；位最多 2000（默认 1）。"), "N")
    {
        DefaultValueFactory = _ => 1,
    };

    private static readonly VerbOption<bool> _all = new("--all", ("Show every type and byte order side by side.", "并列显示所有类型和字节序。"));

    private static readonly VerbOption<string?> _type = new("--type", ("Show values of this type.", "按此类型显示。"), "TYPE",
        [.. RegisterTypeText.All.Where(type => type is not ("bit" or "text"))]);

    private static readonly VerbOption<string?> _order = new("--order", ("Byte order of the type (default ABCD).", "字节序（默认 ABCD）。"), "ABCD|CDAB|BADC|DCBA",
        ByteOrderText.All);

    private static readonly VerbOption<string?> _every = new("--every", ("Read again and again, this far apart, until Ctrl-C.", "按此周期反复读取，直到 Ctrl-C。"), "SPAN");

    public static Verb Create()
    {
        var read = new Verb("read", ("Read registers of one unit, and show the bytes sent and heard.", "读取一个从站的寄存器，并显示收发的字节。"),
            new Example("envgw reg read /dev/ttyUSB0 -u 3 hr:2 --count 2 --all", ("two registers in every type and byte order", "以所有类型和字节序显示两个寄存器")),
            new Example("envgw reg read tcp://192.0.2.20:502 -u 1 40003 --count 2 --type float32 --order CDAB --every 1s",
                ("one value, every second", "每秒读取一个值")))
        {
            BusOptions.Bus, _address, BusOptions.Unit, _count, _all, _type, _order, _every, BusOptions.Serial, BusOptions.Framing, BusOptions.Echo,
            SharedOptions.Config,
        };
        read.SetAction((parsed, stop) => RunAsync(parsed, CommandContext.From(parsed), stop));
        read.EndsWithReader = true;
        return read;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        if (RegisterAddress.Parse(parsed.GetRequiredValue(_address)) is not { } place)
            return BusOptions.Refuse(context, ($"'{parsed.GetValue(_address)}' is no address", $"“{parsed.GetValue(_address)}” 不是有效地址"),
                "hr:2, ir:0x1F, 40003");
        if (!UnitOption.TryRead(parsed, context, out byte unit)) return ExitCode.WrongUsage;
        var range = new RegisterRange(place.Table, place.Address, parsed.GetValue(_count));
        int most = range.IsBits ? ModbusRequest.MaximumReadBits : ModbusRequest.MaximumReadRegisters;
        if (range.Quantity < 1 || range.Quantity > most || range.End > 0x10000)
            return BusOptions.Refuse(context, ($"one request reads 1 to {most} of them, up to address 65535", $"一次可读 1 到 {most} 个，地址不超过 65535"), "--count 2");
        var timeout = context.Timeout ?? UnitOption.Patience;
        if (!BusOptions.TrySpan(context, parsed.GetValue(_every), TimeSpan.Zero, out var every)) return ExitCode.WrongUsage;
        if (BusOptions.TryModbusTarget(parsed, context, out var target) is not ExitCode.Fine and var wrong) return wrong;
        var way = WayOf(parsed);
        return await new BusAccess(context).UseAsync(target!,
            line => ReadAsync(context, new UnitAccess(line, unit, timeout), range, way, parsed.GetValue(_all), every, stop), stop);
    }

    private static Interpretation? WayOf(ParseResult parsed)
    {
        if (!RegisterTypeText.TryParse(parsed.GetValue(_type), out var type)) return null;
        return new Interpretation(type, ByteOrderText.TryParse(parsed.GetValue(_order), out var order) ? order : ByteOrder.ABCD);
    }

    private static async Task<int> ReadAsync(
        CommandContext context, UnitAccess unit, RegisterRange range, Interpretation? way, bool all, TimeSpan every, CancellationToken stop)
    {
        if (every == TimeSpan.Zero) return await ReadOnceAsync(context, unit, range, way, all, stop);
        using var timer = new PeriodicTimer(every, unit.Line.Time);
        int code;
        // A device that is silent once may speak the next time, and the person who watches decides when it is over; a bus that was taken back stays so.
        do code = await ReadOnceAsync(context, unit, range, way, all, stop);
        while (code != ExitCode.Busy && await timer.WaitForNextTickAsync(stop));
        return code;
    }

    private static async Task<int> ReadOnceAsync(CommandContext context, UnitAccess unit, RegisterRange range, Interpretation? way, bool all,
        CancellationToken stop)
    {
        var (answer, run, tries) = await unit.ReadStubbornlyAsync(range, stop);
        if (run is null)
        {
            new BusAccess(context).Report(unit.TroubleOf(answer, range, tries), isInStream: true);
            return UnitAccess.ExitCodeOf(answer);
        }
        if (context.Json)
        {
            await context.Out.WriteLineAsync(JsonSerializer.Serialize(RegReadReport.Of(unit, range, run, answer, way), CommissioningJson.Lines.RegReadReport));
            return ExitCode.Fine;
        }
        await context.Out.WriteLineAsync(FrameLines.Sent(unit, range));
        await context.Out.WriteLineAsync(FrameLines.Heard(context, unit, answer));
        await context.Out.WriteAsync(way is { } asked ? RunPage.Typed(run, asked) : all
            && !range.IsBits ? RunPage.All(context, run) : RunPage.Plain(context, run));
        return ExitCode.Fine;
    }
}
