using Gateway.Testing;

namespace Gateway.Fieldbus.Tests.Serial;

/// <summary>A terminal opened as an ordinary file, by nothing of ours.</summary>
internal sealed class TerminalFile(string path) : IAsyncDisposable
{
    private readonly FileStream _file = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await _file.WriteAsync(bytes);

    public async Task<byte[]> ReceiveAsync(int count)
    {
        byte[] bytes = new byte[count];
        await _file.ReadExactlyAsync(bytes).AsTask().WaitAsync(Patience.Limit);
        return bytes;
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
