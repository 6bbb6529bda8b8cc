using Gateway.Fieldbus.Transports;

namespace Gateway.Core.Commissioning;

/// <summary>A transport that keeps what was sent and heard, turn by turn, so that a person can see what weights were made of.</summary>
/// <param name="transport">Not disposed here.</param>
internal sealed class ScaleTurns(ITransport transport) : ITransport
{
    /// <summary>Of each turn the last bytes are kept, several of the longest frames.</summary>
    private const int MostHeard = 1024;

    private readonly List<(byte[] Sent, List<byte> Heard)> _turns = [];

    public string Name => transport.Name;

    public bool IsOpen => transport.IsOpen;

    public IReadOnlyList<ScaleTurn> All => [.. _turns.Select(turn => new ScaleTurn(turn.Sent, turn.Heard.ToArray()))];

    public ValueTask OpenAsync(CancellationToken cancel) => transport.OpenAsync(cancel);

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancel)
    {
        int count = await transport.ReadAsync(buffer, cancel);
        if (_turns.Count == 0) _turns.Add(([], []));
        var heard = _turns[^1].Heard;
        heard.AddRange(buffer.Span[..count]);
        heard.RemoveRange(0, Math.Max(0, heard.Count - MostHeard));
        return count;
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        _turns.Add((bytes.ToArray(), []));
        return transport.WriteAsync(bytes, cancel);
    }

    /// <summary>Another reading begins.</summary>
    public void Forget() => _turns.Clear();

    public bool DiscardInput() => transport.DiscardInput();

    public ValueTask CloseAsync() => transport.CloseAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
