using System.Buffers;
using System.IO.Pipelines;
using Gateway.Fieldbus.Transports;

namespace Gateway.Fieldbus.Tests.Modbus.Peers;

/// <summary>One end of a line in memory; a serial cable without its timing.</summary>
internal sealed class PipeTransport(PipeReader input, PipeWriter output) : ITransport
{
    public string Name => "pipe";

    public bool IsOpen { get; private set; }

    public static (PipeTransport Near, PipeTransport Far) Pair()
    {
        var there = new Pipe();
        var back = new Pipe();
        return (new PipeTransport(back.Reader, there.Writer), new PipeTransport(there.Reader, back.Writer));
    }

    public ValueTask OpenAsync(CancellationToken cancel)
    {
        IsOpen = true;
        return ValueTask.CompletedTask;
    }

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancel)
    {
        var result = await input.ReadAsync(cancel);
        int count = (int)Math.Min(result.Buffer.Length, buffer.Length);
        result.Buffer.Slice(0, count).CopyTo(buffer.Span);
        input.AdvanceTo(result.Buffer.GetPosition(count));
        return count;
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel) => await output.WriteAsync(bytes, cancel);

    public bool DiscardInput()
    {
        if (!input.TryRead(out var result)) return false;
        bool any = !result.Buffer.IsEmpty;
        input.AdvanceTo(result.Buffer.End);
        return any;
    }

    public ValueTask CloseAsync()
    {
        IsOpen = false;
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        IsOpen = false;
        await output.CompleteAsync();
    }
}
