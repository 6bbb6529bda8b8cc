using System.CommandLine;
using Gateway.Core.Commissioning;
using Gateway.Core.Profiles;

namespace Gateway.Cli.Commissioning;

/// <summary><c>envgw reg write</c>: the only command that writes to a device. Shows what stands there, asks, writes, reads back.</summary>
internal static class RegWriteVerb
{
    private static readonly VerbArgument<string> _address = new("ADDRESS", ("Where: hr:2 or co:2 from 0, 40003 from 1.", "位置：hr:2 或 co:2 从 0 起，40003 从 1 起。"));

    private static readonly VerbArgument<string> _value = new("VALUE", ("The number; on or off for a coil.", "数值；线圈为 on 或 off。"));

    private static readonly VerbOption<string?> _type = new("--type", ("Type of the number (default uint16).", "数值类型（默认 uint16）。"), "TYPE",
        [.. RegisterTypeText.All.Where(IsWritable)]);

    private static readonly VerbOption<string?> _order = new("--order", ("Byte order of the type (default ABCD).", "字节序（默认 ABCD）。"), "ABCD|CDAB|BADC|DCBA",
        ByteOrderText.All);

    private static readonly VerbOption<bool> _multiple = new("--multiple",
        ("Use function 16 also for one register, as some devices demand.", "单个寄存器也用功能码 16（部分设备要求）。"));

    private static readonly VerbOption<bool> _broadcast = new("--broadcast",
        ("Write to all devices of the line at once (unit 0). Nobody answers.", "同时写入线路上所有设备（从站 0）。无应答。"));

    private static readonly VerbOption<string[]> _profiles = new("--profile",
        ("Profile of the device, for what must not be written (default: the site's).", "设备模板，用于判断禁止写入的寄存器（默认取站点）。"), "PROFILE");

    public static Verb Create()
    {
        var write = new Verb("write", ("Write a register or coil: the only command that changes a device. Shows the old value and asks first.",
            "写寄存器或线圈：唯一会更改设备的命令。先显示旧值并询问。"),
            new Example("envgw reg write /dev/ttyUSB0 -u 3 hr:10 2", ("shows the old value and asks", "显示旧值并询问")),
            new Example("envgw reg write tcp://192.0.2.20:502 -u 1 hr:100 24.5 --type float32 --order CDAB --yes", ("for a script", "供脚本使用")))
        {
            BusOptions.Bus, _address, _value, BusOptions.Unit, _type, _order, _multiple, _broadcast, _profiles, BusOptions.Yes, BusOptions.Serial,
            BusOptions.Framing,
            BusOptions.Echo, SharedOptions.Config,
        };
        write.SetAction((parsed, stop) => RunAsync(parsed, CommandContext.From(parsed), stop));
        return write;
    }

    private static bool IsWritable(string type) => type is not ("bit" or "text" or "high_byte" or "low_byte");

    private static async Task<int> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        string address = parsed.GetRequiredValue(_address), value = parsed.GetRequiredValue(_value);
        if (RegisterAddress.Parse(address) is not { Table: RegisterTable.HoldingRegister or RegisterTable.Coil } place)
            return BusOptions.Refuse(context, ($"'{address}' cannot be written: only holding registers and coils can", $"“{address}” 不可写：只有保持寄存器和线圈可写"),
                "hr:2, co:2, 40003");
        bool isBroadcast = parsed.GetValue(_broadcast);
        byte unit = 0;
        if (!isBroadcast && !UnitOption.TryRead(parsed, context, out unit)) return ExitCode.WrongUsage;
        if (!RegisterTypeText.TryParse(parsed.GetValue(_type), out var type)) type = place.Table == RegisterTable.Coil ? RegisterType.Bit : RegisterType.UInt16;
        var order = ByteOrderText.TryParse(parsed.GetValue(_order), out var asked) ? asked : ByteOrder.ABCD;
        if (RegisterWrite.TryMake(place.Table, place.Address, type, order, value, parsed.GetValue(_multiple)) is not { } write)
            return BusOptions.Refuse(
                context, ($"'{value}' does not fit {RegisterTypeText.Of(type)}",
                    $"“{value}” 不适合类型 {RegisterTypeText.Of(type)}"), type == RegisterType.Bit ? "on, off" : "12, -3, 24.5 --type float32");
        var timeout = context.Timeout ?? UnitOption.Patience;
        if (BusOptions.TryModbusTarget(parsed, context, out var target) is not ExitCode.Fine and var wrong) return wrong;
        if (unit == 0 && target!.IsSerial && !isBroadcast)
            return BusOptions.Refuse(context, ("unit 0 is every device of the line", "从站 0 表示线路上所有设备"), "-u 1, or --broadcast");
        if (isBroadcast && !target!.IsSerial && target.Bus.Framing == Core.Site.BusFraming.Mbap)
            return BusOptions.Refuse(context, ("there is no broadcast on Modbus TCP", "Modbus TCP 没有广播"), "-u 1");
        var confirmation = new WriteConfirmation(context, parsed.GetValue(BusOptions.Yes), context.AsksNothing);
        if (await ForbiddenRegisters.RefusalAsync(context, parsed, target!, isBroadcast ? null : unit, write.Range, parsed.GetValue(_profiles) ?? [],
            stop) is { } refusal)
        {
            if (refusal.Kind is not null) new BusAccess(context).Report(refusal.Kind);
            return refusal.ExitCode;
        }
        return await new BusAccess(context).UseAsync(target!,
            line => new RegWriteRun(context, new UnitAccess(line, unit, timeout), write, isBroadcast, confirmation).RunAsync(stop), stop);
    }
}
