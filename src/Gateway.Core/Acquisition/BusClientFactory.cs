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
    public static BusConnection Create(BusModel bus, TimeProvider time) => bus.Transport switch
    {
        BusTransport.Serial => OnSerialPort(bus, time),
        BusTransport.Udp => new BusConnection(ModbusClients.Udp(new UdpTransport(bus.Address, bus.Port), TcpSettings(bus), time)),
        _ => new BusConnection(OnConnection(bus, new TcpTransport(bus.Address, bus.Port, time: time), time)),
    };

    private static IModbusClient OnConnection(BusModel bus, TcpTransport transport, TimeProvider time) => bus.Framing switch
    {
        BusFraming.Rtu => ModbusClients.Rtu(transport, new ModbusSerialSettings { LocalEcho = bus.HasEcho }, time),
        BusFraming.Ascii => ModbusClients.Ascii(transport, new ModbusSerialSettings { LocalEcho = bus.HasEcho }, time),
        _ => ModbusClients.Tcp(transport, TcpSettings(bus), time),
    };

    private static BusConnection OnSerialPort(BusModel bus, TimeProvider time)
    {
        var line = bus.Serial ?? throw new ArgumentException($"{bus.Display} has no serial settings");
        var transport = new SerialTransport(bus.Address, new SerialPortOptions(line) { Rs485 = bus.KernelRs485 ? new Rs485Settings() : null });
        var client = bus.Framing switch
        {
            BusFraming.Rtu => ModbusClients.Rtu(
                transport, ModbusSerialSettings.ForRtu(line.BaudRate, line.BitsPerCharacter) with { LocalEcho = bus.HasEcho }, time),
            BusFraming.Ascii => ModbusClients.Ascii(
                transport, ModbusSerialSettings.ForAscii(line.BaudRate, line.BitsPerCharacter) with { LocalEcho = bus.HasEcho }, time),
            _ => throw new ArgumentException($"{bus.Display} cannot carry {bus.Framing}"),
        };
        return new BusConnection(client, () => transport.IsOpen);
    }

    private static ModbusTcpSettings TcpSettings(BusModel bus) => new() { MaximumInFlight = bus.MaximumInFlight };
}
