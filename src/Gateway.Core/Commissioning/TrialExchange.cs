using Gateway.Fieldbus.Modbus;

namespace Gateway.Core.Commissioning;

/// <summary>One request of a trial and what came of it.</summary>
/// <param name="Bytes">The data read; empty unless the answer is Ok.</param>
internal sealed record TrialExchange(ModbusRequest Request, ModbusAnswer Answer, ReadOnlyMemory<byte> Bytes);
