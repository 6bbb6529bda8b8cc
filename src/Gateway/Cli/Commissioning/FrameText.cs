using System.Globalization;
using Gateway.Core.Commissioning;
using Gateway.Core.Profiles;
using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Modbus.Listening;

namespace Gateway.Cli.Commissioning;

/// <summary>What a frame says, in one line.</summary>
internal static class FrameText
{
    /// <summary><c>unit 3, FC03, holding 2-3 (PLC 40003-40004)</c></summary>
    public static string Of(CommandContext context, ModbusFrame frame, ModbusFrame? asked = null)
    {
        string head = context.Say($"unit {frame.Unit}, FC{frame.Function:00}", $"从站 {frame.Unit}，FC{frame.Function:00}");
        string rest = frame.IsRequest ? RequestText(context, frame) : ResponseText(context, frame, asked);
        return rest.Length == 0 ? head : $"{head}, {rest}";
    }

    public static RegisterTable? TableOf(byte function) => (ModbusFunction)function switch
    {
        ModbusFunction.ReadCoils or ModbusFunction.WriteSingleCoil or ModbusFunction.WriteMultipleCoils => RegisterTable.Coil,
        ModbusFunction.ReadDiscreteInputs => RegisterTable.DiscreteInput,
        ModbusFunction.ReadInputRegisters => RegisterTable.InputRegister,
        ModbusFunction.ReadHoldingRegisters or ModbusFunction.WriteSingleRegister or ModbusFunction.WriteMultipleRegisters or ModbusFunction.MaskWriteRegister
            or ModbusFunction.ReadWriteMultipleRegisters => RegisterTable.HoldingRegister,
        _ => null,
    };

    private static string RequestText(CommandContext context, ModbusFrame frame)
    {
        if (frame.Request is not { } request) return context.Say("a request that a server must refuse", "从站必须拒绝的请求");
        if (TableOf(frame.Function) is not { } table) return context.Say("device identification", "设备标识");
        string place = $"{new RegisterRange(table, request.Address, Math.Max((ushort)1, request.Quantity))}";
        string data = request.Payload.IsEmpty ? "" : context.Say($", writes {HexText.Of(request.Payload.Span)}", $"，写入 {HexText.Of(request.Payload.Span)}");
        return place + data;
    }

    private static string ResponseText(CommandContext context, ModbusFrame frame, ModbusFrame? asked)
    {
        if (frame.Exception != ModbusExceptionCode.None)
        {
            var meaning = ScanAnswers.Meaning(frame.Exception);
            string code = ScanAnswers.Code(frame.Exception);
            return context.Say($"exception {code}: {meaning.English}", $"异常码 {code}：{meaning.Chinese}");
        }
        if (frame.Data.IsEmpty) return context.Say("done", "已执行");
        if (TableOf(frame.Function) is RegisterTable.Coil or RegisterTable.DiscreteInput)
            return context.Say($"{Plural.Of(frame.Data.Length, "byte")} of bits", $"{frame.Data.Length} 字节位数据");
        string place = asked?.Request is { } request && TableOf(frame.Function) is { } table
            ? $" {new RegisterRange(table, request.Address, request.Quantity)}" : "";
        return context.Say($"{Plural.Of(frame.Data.Length / 2, "register")}{place}", $"{frame.Data.Length / 2} 个寄存器{place}");
    }

    public static string Ms(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0} ms");
}
