using Gateway.Core.Buffering;

namespace Gateway.Core.Receiving;

/// <summary>Keeps received messages in a folder: <c>{root}/{gateway}/{epoch}.{lane}.jsonl</c>, one JSON a line, byte for byte, in the order of
/// arrival.</summary>
/// <remarks>What was appended is safe from a power cut when <see cref="Flush"/> has returned. A line that a cut left unfinished is taken off at the next
/// start.</remarks>
internal sealed class ReceivedStore(string folder)
{
    private const byte LineEnd = (byte)'\n';

    /// <summary>NAME_MAX of Linux's file systems, in bytes; escaped names have no others.</summary>
    private const int LongestName = 255;

    private readonly Dictionary<string, MemoryStream> _waiting = [];

    /// <summary>What is there, file by file. Unfinished lines are cut off.</summary>
    /// <exception cref="IOException">The folder cannot be read or written; also <see cref="UnauthorizedAccessException"/>.</exception>
    public IEnumerable<(string Root, byte[] Json)> Read()
    {
        Directory.CreateDirectory(folder);
        foreach (string file in Directory.EnumerateFiles(folder, "*.jsonl", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string[] levels = Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar);
            if (levels.Length != 3) continue;
            CutUnfinished(file);
            foreach (string line in File.ReadLines(file)) yield return (Uri.UnescapeDataString(levels[0]), System.Text.Encoding.UTF8.GetBytes(line));
        }
    }

    /// <summary>Takes a message into memory until the next flush.</summary>
    /// <returns>False when it cannot stand on one line, or its names are longer than those of folders can be: no gateway of ours writes such.</returns>
    public bool Append(ReceivedMessage received)
    {
        if (received.Json.AsSpan().ContainsAny(LineEnd, (byte)'\r')) return false;
        string root = Escaped(received.Root), gateway = Escaped(received.Message.Gateway);
        if (root.Length > LongestName || gateway.Length > LongestName) return false;
        string file = Path.Combine(
            folder, root, gateway, $"{received.Message.Epoch}.{LaneText.Of(received.Message.Lane)}.jsonl");
        if (!_waiting.TryGetValue(file, out var waiting)) _waiting[file] = waiting = new MemoryStream();
        waiting.Write(received.Json);
        waiting.WriteByte(LineEnd);
        return true;
    }

    /// <summary>Writes what waits, down to the disk.</summary>
    /// <exception cref="IOException">The disk does not take it; also <see cref="UnauthorizedAccessException"/>.</exception>
    public void Flush()
    {
        foreach (var (file, waiting) in _waiting)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            using var stream = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.Read);
            waiting.WriteTo(stream);
            stream.Flush(flushToDisk: true);
        }
        _waiting.Clear();
    }

    /// <summary>A gateway's name comes from the network: as a file name it must not lead anywhere else.</summary>
    private static string Escaped(string name) => Uri.EscapeDataString(name).Replace(".", "%2E", StringComparison.Ordinal);

    private static void CutUnfinished(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        long end = stream.Length;
        for (; end > 0; end--)
        {
            stream.Position = end - 1;
            if (stream.ReadByte() == LineEnd) break;
        }
        if (end < stream.Length) stream.SetLength(end);
    }
}
