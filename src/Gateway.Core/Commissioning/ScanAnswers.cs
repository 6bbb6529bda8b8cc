using Gateway.Core.Documents;
using Gateway.Fieldbus.Modbus;

namespace Gateway.Core.Commissioning;

/// <summary>From outcomes to what they say about a unit.</summary>
internal static class ScanAnswers
{
    public static ScanAnswer Of(in ModbusAnswer answer) => answer.Outcome switch
    {
        ModbusOutcome.Ok => ScanAnswer.Ok,
        ModbusOutcome.Exception when answer.Exception is ModbusExceptionCode.GatewayPathUnavailable or ModbusExceptionCode.GatewayTargetDeviceFailedToRespond =>
            ScanAnswer.GatewaySaysNobody,
        ModbusOutcome.Exception => ScanAnswer.Refused,
        ModbusOutcome.Incomplete or ModbusOutcome.CheckSumError => ScanAnswer.Damaged,
        ModbusOutcome.Mismatch => ScanAnswer.Foreign,
        ModbusOutcome.NoConnection => ScanAnswer.NoBus,
        _ => ScanAnswer.Silence,
    };

    /// <summary>Whether somebody is there.</summary>
    public static bool IsPresent(ScanAnswer answer) => answer is ScanAnswer.Ok or ScanAnswer.Refused;

    /// <summary>Whether it is worth telling: somebody, or signs of somebody.</summary>
    public static bool IsNoteworthy(ScanAnswer answer) => IsPresent(answer) || answer is ScanAnswer.Damaged or ScanAnswer.Foreign;

    /// <summary>What the exception codes say (Application Protocol V1.1b3, section 7).</summary>
    public static Wording Meaning(ModbusExceptionCode code) => code switch
    {
        ModbusExceptionCode.IllegalFunction => ("illegal function", "非法功能"),
        ModbusExceptionCode.IllegalDataAddress => ("illegal data address", "非法数据地址"),
        ModbusExceptionCode.IllegalDataValue => ("illegal data value", "非法数据值"),
        ModbusExceptionCode.ServerDeviceFailure => ("server device failure", "从站设备故障"),
        ModbusExceptionCode.Acknowledge => ("acknowledge, still working", "已接受，处理中"),
        ModbusExceptionCode.ServerDeviceBusy => ("server device busy", "从站忙"),
        ModbusExceptionCode.MemoryParityError => ("memory parity error", "存储奇偶校验错误"),
        ModbusExceptionCode.GatewayPathUnavailable => ("gateway path unavailable", "网关路径不可用"),
        ModbusExceptionCode.GatewayTargetDeviceFailedToRespond => ("gateway target device failed to respond", "网关目标无响应"),
        _ => ("unknown to the standard", "标准中没有的代码"),
    };

    /// <summary><c>02</c></summary>
    public static string Code(ModbusExceptionCode code) => $"{(byte)code:X2}";
}
