using System.Text;
using Gateway.Core.Buffering;

namespace Gateway.Faults.Storing;

/// <summary>Writes the ledger: a line for each answer of the store, handed to the system at once, so that it outlives the process by whatever it dies. Standard
/// output says the same to the one who waits.</summary>
internal sealed class LedgerWriter : IDisposable
{
    private readonly FileStream _file;
    private readonly Stream _output = Console.OpenStandardOutput();
    private readonly Lock _gate = new();

    public LedgerWriter(string path) => _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

    public void Opened(StoreOpening opening)
    {
        string end = opening.EndedCleanly ? "clean" : "unclean";
        Write($"{LedgerBook.OpenedWord} {opening.Epoch} {opening.Boot} {end} {opening.Loss?.English ?? LedgerBook.Nothing}\n");
    }

    public void Refused(StoreException refused) => Write($"{LedgerBook.RefusedWord} {refused.Fault} {refused.Message}\n");

    public void Weakened(long synchronous) => Write($"{LedgerBook.WeakWord} {synchronous}\n");

    public void Stored(IReadOnlyList<StoredMessage> messages)
    {
        var lines = new StringBuilder();
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var m in messages) lines.Append($"{LedgerBook.StoredWord} {LaneText.Of(m.Lane)} {m.Epoch} {m.Seq} {Crc32C.Of(m.Body.Span):x8} {now}\n");
        Write(lines.ToString());
    }

    public void Became(BufferState state, string? error) => Write($"{state.ToString().ToLowerInvariant()} {error}\n");

    public void NewEpoch(string epoch, string? loss) => Write($"{LedgerBook.EpochWord} {epoch} {loss ?? LedgerBook.Nothing}\n");

    public void Dispose()
    {
        _file.Dispose();
        _output.Dispose();
    }

    private void Write(string lines)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(lines);
        lock (_gate)
        {
            _file.Write(bytes);
            _output.Write(bytes);
        }
    }
}
