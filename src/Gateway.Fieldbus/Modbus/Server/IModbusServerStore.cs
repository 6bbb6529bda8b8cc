namespace Gateway.Fieldbus.Modbus.Server;

/// <summary>What stands behind a Modbus server: one device, many, or a simulation. Called by many connections at once.</summary>
public interface IModbusServerStore
{
    /// <summary>Answers one request.</summary>
    /// <param name="unit">Unit identifier; 0 with a write is a broadcast when the server is on a serial line, and its answer is not sent.</param>
    /// <param name="request">A request whose ranges were checked. Its payload is only valid during the call.</param>
    /// <param name="data">Where the data of a read goes, 251 bytes: registers as big-endian byte pairs, coils packed eight a byte, lowest address in the
    /// lowest bit; for device identification everything from the read device id code on.</param>
    ModbusReply Answer(byte unit, in ModbusRequest request, Span<byte> data);

    /// <summary>Whether a unit takes a read or a write of no registers, which the standard refuses, as a command. It is then answered without asking.</summary>
    bool TakesEmpty(byte unit, in ModbusRequest request) => false;
}
