using Gateway.Fieldbus.Modbus.Pdu;

namespace Gateway.Fieldbus.Modbus.Client;

/// <summary>What a client demands of its caller before anything is sent.</summary>
internal static class Demand
{
    public static void RoomFor(in ModbusRequest request, Memory<byte> data)
    {
        if (data.Length < ResponsePdu.DataLength(request))
            throw new ArgumentException($"The answer needs {ResponsePdu.DataLength(request)} bytes of room and there are {data.Length}.", nameof(data));
    }
}
