using System.Buffers;
using Gateway.Fieldbus.Modbus.Framing;
using Gateway.Fieldbus.Modbus.Pdu;

namespace Gateway.Fieldbus.Modbus.Server;

/// <summary>Takes one request after another out of what was received and writes its answer: a server without its sockets.</summary>
internal sealed class ServerAnswers(IRequestFraming framing, IModbusServerStore store)
{
    private readonly byte[] _request = new byte[PduLimits.MaximumLength];
    private readonly byte[] _response = new byte[PduLimits.MaximumLength];

    /// <summary>Answers the first request in the buffer.</summary>
    /// <param name="received">Consumed as far as it is understood.</param>
    /// <param name="destination">Receives the answer's frame.</param>
    public ServerStep Next(ReceiveBuffer received, Span<byte> destination)
    {
        while (true)
        {
            var status = framing.TryRead(received.Received, _request, out var frame, out int consumed);
            received.Consume(consumed);
            if (status == OperationStatus.NeedMoreData) return ServerStep.NeedMore;
            if (status == OperationStatus.Done) return Answer(frame, destination);
            if (framing.ClosesWhenOutOfStep) return ServerStep.OutOfStep;
        }
    }

    private ServerStep Answer(in RequestFrame frame, Span<byte> destination)
    {
        var refusal = RequestPdu.TryRead(_request.AsMemory(0, frame.PduLength), out var request);
        var reply = refusal switch
        {
            ModbusExceptionCode.None => store.Answer(frame.Unit, request, _response.AsSpan(ResponsePdu.DataAt)),
            ModbusExceptionCode.IllegalDataValue when IsEmpty(request) && store.TakesEmpty(frame.Unit, request) => ModbusReply.Data(0),
            _ => ModbusReply.Refused(refusal),
        };
        if (reply.IsSilent || framing.Broadcasts && frame.Unit == 0) return ServerStep.Answered(0, reply.Delay);

        int length = reply.Exception == ModbusExceptionCode.None
            ? ResponsePdu.Write(request, reply.Length, _response)
            : ResponsePdu.WriteException(_request[0], reply.Exception, _response);
        return ServerStep.Answered(framing.WriteResponse(frame, _response.AsSpan(0, length), destination), reply.Delay);
    }

    private static bool IsEmpty(in ModbusRequest request) => request.Quantity == 0 && request.Payload.IsEmpty
        && request.Function is ModbusFunction.ReadHoldingRegisters or ModbusFunction.ReadInputRegisters or ModbusFunction.WriteMultipleRegisters;
}
