using Gateway.Core.Site;
using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Serial;
using Gateway.Fieldbus.Transports;

namespace Gateway.Core.Acquisition;

/// <summary>From a bus's model to the client that speaks on it. Opens nothing: the first request does.</summary>
internal static class BusClientFactory
{
    /// <exception cref="ArgumentException">
    /// The model is none that configuration lets through: a serial port without settings, MBAP on a serial port.
    /// </exception>
    public static BusConnection Create(BusModel bus, TimeProvider time)
    {
        var transport = Transport(bus, time);
        var client = Client(bus, transport, time);
        return bus.Transport == BusTransport.Serial ? new BusConnection(client, () => transport.IsOpen) : new BusConnection(client);
    }

    /// <summary>What carries the bytes of a bus.</summary>
    /// <exception cref="ArgumentException">A serial port without settings.</exception>
    public static ITransport Transport(BusModel bus, TimeProvider time) => bus.Transport switch
    {
        BusTransport.Serial => new SerialTransport(
            bus.Address, new SerialPortOptions(LineOf(bus)) { Rs485 = bus.KernelRs485 ? new Rs485Settings() : null }),
        BusTransport.Udp => new UdpTransport(bus.Address, bus.Port),
        _ => new TcpTransport(bus.Address, bus.Port, time: time),
    };

    /// <summary>The client of a bus on a transport that carries its bytes; owns the transport from then on.</summary>
    /// <param name="isScan">Whether units are only looked for, each asked once: see <see cref="ModbusSerialSettings.TrustsSilence"/>.</param>
    /// <exception cref="ArgumentException">MBAP on a serial port.</exception>
    public static IModbusClient Client(BusModel bus, ITransport transport, TimeProvider time, bool isScan = false) => (bus.Transport, bus.Framing) switch
    {
        (BusTransport.Serial, BusFraming.Rtu) =>
            ModbusClients.Rtu(transport, Settled(bus, ModbusSerialSettings.ForRtu(LineOf(bus).BaudRate, LineOf(bus).BitsPerCharacter), isScan), time),
        (BusTransport.Serial, BusFraming.Ascii) =>
            ModbusClients.Ascii(transport, Settled(bus, ModbusSerialSettings.ForAscii(LineOf(bus).BaudRate, LineOf(bus).BitsPerCharacter), isScan), time),
        (BusTransport.Serial, _) => throw new ArgumentException($"{bus.Display} cannot carry {bus.Framing}"),
        (BusTransport.Udp, _) => ModbusClients.Udp(transport, TcpSettings(bus), time),
        (_, BusFraming.Rtu) => ModbusClients.Rtu(transport, Settled(bus, new ModbusSerialSettings(), isScan), time),
        (_, BusFraming.Ascii) => ModbusClients.Ascii(transport, Settled(bus, new ModbusSerialSettings(), isScan), time),
        _ => ModbusClients.Tcp(transport, TcpSettings(bus), time),
    };

    private static SerialSettings LineOf(BusModel bus) => bus.Serial ?? throw new ArgumentException($"{bus.Display} has no serial settings");

    private static ModbusSerialSettings Settled(BusModel bus, ModbusSerialSettings settings, bool isScan) =>
        settings with { LocalEcho = bus.HasEcho, TrustsSilence = isScan };

    private static ModbusTcpSettings TcpSettings(BusModel bus) => new() { MaximumInFlight = bus.MaximumInFlight };
}
