using Gateway.Core.Documents;
using Gateway.Core.Profiles;
using Gateway.Fieldbus.Modbus;

namespace Gateway.Core.Commissioning;

/// <summary>What to think and to try when a device answers a write with an exception (Application Protocol V1.1b3, section 7).</summary>
internal static class RefusedWrite
{
    private static readonly Wording _onlySixteen = ("the device writes by function 16 only", "设备只支持功能码 16 写入");
    private static readonly Wording _onlySix = ("the device writes one register at a time, by function 06", "设备只支持功能码 06，每次写一个寄存器");
    private static readonly Wording _nothing = ("it can only be read", "设备只读");
    private static readonly Wording _readOnly = ("the register can only be read, or is not there", "该寄存器只读或不存在");
    private static readonly Wording _counting = ("the manual counts from 1: hr:2 is its 3, or 40003", "说明书从 1 开始编号：hr:2 即其 3 或 40003");
    private static readonly Wording _value = ("the value is outside what the device takes", "数值超出设备允许的范围");
    private static readonly Wording _whole = ("several registers that are written only together", "须一起写入的多个寄存器");
    private static readonly Wording _locked = ("it must be unlocked first, as its manual says", "须按说明书先解锁");

    public static IReadOnlyList<Wording> LikelyOf(ModbusExceptionCode exception, FailedRequest request) => (exception, (ModbusFunction)request.Function) switch
    {
        (ModbusExceptionCode.IllegalFunction, ModbusFunction.WriteSingleRegister) => [_onlySixteen, _nothing],
        (ModbusExceptionCode.IllegalFunction, ModbusFunction.WriteMultipleRegisters) => [_onlySix, _nothing],
        (ModbusExceptionCode.IllegalFunction, _) => [_nothing],
        (ModbusExceptionCode.IllegalDataAddress, _) => [_readOnly, _counting],
        (ModbusExceptionCode.IllegalDataValue, _) => [_value, _whole],
        (ModbusExceptionCode.ServerDeviceFailure, _) => [_locked, _value],
        _ => [],
    };

    public static IReadOnlyList<string> NextOf(ModbusExceptionCode exception, FailedRequest request)
    {
        string again = $"envgw reg write {request.Bus} -u {request.Unit} {RegisterText.Short(request.Range.Table, request.Range.Address)} VALUE";
        return (exception, (ModbusFunction)request.Function) switch
        {
            (ModbusExceptionCode.IllegalFunction, ModbusFunction.WriteSingleRegister) => [$"{again} --multiple"],
            (ModbusExceptionCode.IllegalFunction, ModbusFunction.WriteMultipleRegisters) when request.Range.Quantity == 1 => [again],
            (ModbusExceptionCode.IllegalDataAddress, _) => [$"envgw reg sweep {request.Bus} -u {request.Unit}"],
            _ => ["envgw explain B015"],
        };
    }
}
