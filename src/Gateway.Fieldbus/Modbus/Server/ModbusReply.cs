namespace Gateway.Fieldbus.Modbus.Server;

/// <summary>How a store answers a request.</summary>
/// <param name="Length">Bytes of data; 0 for a write that was carried out.</param>
/// <param name="Exception">The exception code to refuse with, or None.</param>
/// <param name="IsSilent">Whether nothing is answered at all.</param>
/// <param name="Delay">How long the answer is held back; the requests behind it on the same connection wait as well.</param>
public readonly record struct ModbusReply(int Length, ModbusExceptionCode Exception, bool IsSilent, TimeSpan Delay)
{
    /// <summary>A write was carried out.</summary>
    public static ModbusReply Done => default;

    public static ModbusReply Silence => new(0, ModbusExceptionCode.None, true, TimeSpan.Zero);

    public static ModbusReply Data(int length) => new(length, ModbusExceptionCode.None, false, TimeSpan.Zero);

    public static ModbusReply Refused(ModbusExceptionCode code) => new(0, code, false, TimeSpan.Zero);

    public ModbusReply After(TimeSpan delay) => this with { Delay = delay };
}
