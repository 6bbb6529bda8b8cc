using Gateway.Fieldbus.Modbus.Client;
using Gateway.Fieldbus.Transports;

namespace Gateway.Fieldbus.Modbus;

/// <summary>Makes the client for a bus. A client owns its transport from then on and disposes it.</summary>
public static class ModbusClients
{
    /// <summary>Modbus TCP, <c>tcp://</c>: MBAP frames over a stream.</summary>
    public static IModbusClient Tcp(ITransport transport, ModbusTcpSettings settings, TimeProvider time) => Mbap(transport, settings, false, time);

    /// <summary>Modbus UDP, <c>udp://</c>: an MBAP frame a datagram. The transport gives one datagram a read.</summary>
    public static IModbusClient Udp(ITransport transport, ModbusTcpSettings settings, TimeProvider time) => Mbap(transport, settings, true, time);

    /// <summary>RTU frames over a serial port (<see cref="ModbusSerialSettings.ForRtu"/>) or a network connection, <c>rtu+tcp://</c> (default settings).</summary>
    public static IModbusClient Rtu(ITransport transport, ModbusSerialSettings settings, TimeProvider time) =>
        new SerialClient(transport, new RtuResponses(), settings, time);

    /// <summary>ASCII frames over a serial port (<see cref="ModbusSerialSettings.ForAscii"/>) or a network connection, <c>ascii+tcp://</c> (default settings).</summary>
    public static IModbusClient Ascii(ITransport transport, ModbusSerialSettings settings, TimeProvider time) =>
        new SerialClient(transport, new AsciiResponses(), settings, time);

    private static IModbusClient Mbap(ITransport transport, ModbusTcpSettings settings, bool datagrams, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.MaximumInFlight, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(settings.MaximumInFlight, 64);
        return settings.MaximumInFlight == 1
            ? new MbapClient(transport, datagrams, time)
            : new PipelinedMbapClient(transport, settings.MaximumInFlight, datagrams, time);
    }
}
