using Gateway.Core.Profiles;
using Gateway.Fieldbus.Modbus;

namespace Gateway.Core.Commissioning;

/// <summary>A request that did not succeed, as a report needs it.</summary>
/// <param name="Bus">As the person wrote it.</param>
/// <param name="Settings"><c>9600-8N1</c>; empty on a network.</param>
/// <param name="Function">Function code.</param>
/// <param name="Timeout">For each try.</param>
internal sealed record FailedRequest(string Bus, string Settings, byte Unit, byte Function, RegisterRange Range, int Tries, TimeSpan Timeout)
{
    /// <summary>Whether it was to change something.</summary>
    public bool IsWrite => (ModbusFunction)Function is ModbusFunction.WriteSingleCoil or ModbusFunction.WriteSingleRegister or ModbusFunction.WriteMultipleCoils
        or ModbusFunction.WriteMultipleRegisters;

    /// <summary>The bytes of the last try.</summary>
    public ReadOnlyMemory<byte> Sent { get; init; }

    /// <summary>What came back to it.</summary>
    public ReadOnlyMemory<byte> Heard { get; init; }
}
