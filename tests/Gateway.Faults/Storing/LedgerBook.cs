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

    private LedgerBook(IReadOnlyDictionary<(Lane Lane, long Seq), (string Epoch, uint Crc)> stored) => Stored = stored;

    public IReadOnlyDictionary<(Lane Lane, long Seq), (string Epoch, uint Crc)> Stored { get; }

    /// <summary>The greatest sequence of a lane; 0 when there is none.</summary>
    public long LastOf(Lane lane) => Stored.Keys.Where(key => key.Lane == lane).Select(key => key.Seq).DefaultIfEmpty(0).Max();

    /// <param name="most">Only so many bytes of it: what it was at some moment.</param>
    public static LedgerBook Read(string path, long most = long.MaxValue)
    {
        var stored = new Dictionary<(Lane, long), (string, uint)>();
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[Math.Min(most, file.Length)];
        file.ReadExactly(bytes);
        string text = System.Text.Encoding.UTF8.GetString(bytes);
        // What follows the last line's end was not written whole.
        foreach (string line in text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split(' ') is not [StoredWord, var word, var epoch, var seq, var crc] || !LaneText.TryParse(word, out var lane)) continue;
            stored[(lane, long.Parse(seq, CultureInfo.InvariantCulture))] = (epoch, uint.Parse(crc, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        }
        return new LedgerBook(stored);
    }
}
