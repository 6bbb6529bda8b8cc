namespace Gateway.Fieldbus.Modbus.Server;

internal static class RequestFramings
{
    public static IRequestFraming Of(ModbusFraming framing) => framing switch
    {
        ModbusFraming.Mbap => new MbapRequests(),
        ModbusFraming.Rtu => new RtuRequests(),
        ModbusFraming.Ascii => new AsciiRequests(),
        _ => throw new ArgumentOutOfRangeException(nameof(framing)),
    };
}
