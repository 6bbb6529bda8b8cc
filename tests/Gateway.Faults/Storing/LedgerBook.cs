using System.Globalization;
using Gateway.Core.Buffering;

namespace Gateway.Faults.Storing;

/// <summary>The ledger read back: what the store has ever called stored.</summary>
internal sealed class LedgerBook
{
    public const string OpenedWord = "opened";
    public const string RefusedWord = "refused";
    public const string WeakWord = "weak";
    public const string StoredWord = "stored";
    public const string EpochWord = "epoch";
    public const string DegradedWord = "degraded";
    public const string HealthyWord = "healthy";
    public const string Nothing = "-";

    private LedgerBook(IReadOnlyDictionary<(Lane Lane, long Seq), LedgerEntry> stored) => Stored = stored;

    public IReadOnlyDictionary<(Lane Lane, long Seq), LedgerEntry> Stored { get; }

    /// <summary>Takes back what was written after a moment.</summary>
    /// <param name="length">Of the file at that moment.</param>
    /// <returns>How many messages had been called stored since.</returns>
    public static int CutBack(string path, long length)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Position = length;
        string since = new StreamReader(file, leaveOpen: true).ReadToEnd();
        file.SetLength(length);
        return since.Split('\n').Count(line => line.StartsWith(StoredWord, StringComparison.Ordinal));
    }

    /// <param name="most">Only so many bytes of it: what it was at some moment.</param>
    public static LedgerBook Read(string path, long most = long.MaxValue)
    {
        var stored = new Dictionary<(Lane, long), LedgerEntry>();
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[Math.Min(most, file.Length)];
        file.ReadExactly(bytes);
        string text = System.Text.Encoding.UTF8.GetString(bytes);
        // What follows the last line's end was not written whole.
        foreach (string line in text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split(' ') is not [StoredWord, var word, _, var seq, var crc, var at] || !LaneText.TryParse(word, out var lane)) continue;
            stored[(lane, long.Parse(seq, CultureInfo.InvariantCulture))] = new LedgerEntry(
                uint.Parse(crc, NumberStyles.HexNumber, CultureInfo.InvariantCulture), stored.Count + 1,
                DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(at, CultureInfo.InvariantCulture)));
        }
        return new LedgerBook(stored);
    }
}
