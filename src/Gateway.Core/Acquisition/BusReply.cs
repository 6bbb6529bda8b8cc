using Gateway.Fieldbus.Modbus;

namespace Gateway.Core.Acquisition;

/// <summary>What became of a request that another room made of a bus.</summary>
/// <param name="Answer">The answer, or why there is none.</param>
/// <param name="Bytes">The data read: registers as big-endian byte pairs, or coils packed eight a byte; empty unless the answer is Ok.</param>
internal readonly record struct BusReply(ModbusAnswer Answer, ReadOnlyMemory<byte> Bytes);
