using Gateway.Fieldbus.Modbus.Pdu;
using Gateway.Fieldbus.Transports;

namespace Gateway.Fieldbus.Modbus.Client;

/// <summary>What became of an exchange, before it is stamped with its times.</summary>
internal readonly record struct Verdict(ModbusOutcome Outcome, int Length, ModbusExceptionCode Exception, string? Detail)
{
    /// <summary>What the transport said, when it was the transport.</summary>
    public TransportFault? Fault { get; init; }

    /// <summary>There is no way to the bus.</summary>
    public static Verdict Failed(TransportException trouble) => Failed(ModbusOutcome.NoConnection, trouble.Message) with { Fault = trouble.Fault };

    public static Verdict Failed(ModbusOutcome outcome, string detail) => new(outcome, 0, ModbusExceptionCode.None, detail);

    /// <summary>Judges a frame that came in answer to a request and copies its data for the caller.</summary>
    public static Verdict Of(byte unit, in ModbusRequest request, byte answeringUnit, ReadOnlySpan<byte> pdu, Memory<byte> destination)
    {
        if (answeringUnit != unit) return Failed(ModbusOutcome.Mismatch, "another unit answered");
        var (outcome, exception, detail) = ResponsePdu.Check(request, pdu, out var data);
        data.CopyTo(destination.Span);
        return new Verdict(outcome, data.Length, exception, detail);
    }

    public ModbusAnswer At(DateTimeOffset receivedAt, TimeSpan elapsed) => new(Outcome, Length, Exception, receivedAt, elapsed, Detail) { Fault = Fault };
}
