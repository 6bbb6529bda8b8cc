using Gateway.Fieldbus.Modbus;

namespace Gateway.Core.Acquisition;

/// <summary>A read that another room asks of a bus's owner; served between polls.</summary>
internal sealed class BusRequest(byte unit, ModbusRequest request, CancellationToken cancel)
{
    private readonly TaskCompletionSource<BusReply> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public byte Unit => unit;

    public ModbusRequest Request => request;

    /// <summary>Whoever asked does not wait any more.</summary>
    public CancellationToken Cancel => cancel;

    public Task<BusReply> Reply => _reply.Task;

    public void Complete(BusReply reply) => _reply.TrySetResult(reply);

    public void Abandon() => _reply.TrySetCanceled(CancellationToken.None);
}
