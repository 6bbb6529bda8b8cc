using Gateway.Core.Site;

namespace Gateway.Core.Buffering;

/// <summary>Recognises our rows among those that a scan of pages finds, and has each prove itself: messages by their check sum, layouts by their
/// digest.</summary>
internal sealed class FoundRows
{
    private const int MessageColumns = 12;
    private const int EpochColumns = 5;
    private const int LayoutColumns = 3;
    private const int EpochCharacters = 8;
    private const int DigestCharacters = 64;

    // The check sum covers an epoch's name, the row has its number only.
    private readonly Dictionary<long, string> _named = [];
    private readonly HashSet<string> _names;

    /// <param name="epochs">Names that are known from elsewhere.</param>
    public FoundRows(IEnumerable<string> epochs) => _names = [.. epochs];

    /// <summary>Looks whether a row names an epoch. The name is not believed: the check sums of its messages say whether it is one.</summary>
    public void TakeEpoch(long number, byte[] record)
    {
        if (SqliteRecord.Parse(record) is not { Count: EpochColumns } row || !row.IsNull(0)) return;
        if (!row.TryText(1, out string? name) || name.Length != EpochCharacters || !row.TryNumber(2, out _) || !row.TryNumber(3, out _)) return;
        _named[number] = name;
        _names.Add(name);
    }

    /// <returns>Null when the row is no layout, or not the one that was stored.</returns>
    public static (int Number, string Digest, ReadOnlyMemory<byte> Descriptor)? Layout(long number, byte[] record)
    {
        if (number is < 1 or > int.MaxValue || SqliteRecord.Parse(record) is not { Count: LayoutColumns } row || !row.IsNull(0)) return null;
        if (!row.TryText(1, out string? digest) || digest.Length != DigestCharacters || !row.TryBlob(2, out var descriptor)) return null;
        return ContentDigest.Of(descriptor.Span) == digest ? ((int)number, digest, descriptor) : null;
    }

    /// <returns>Null when the row is no message, or not the one that was stored.</returns>
    public (StoredMessage Message, long AgeMs)? Message(long key, byte[] record)
    {
        if (SqliteRecord.Parse(record) is not { Count: MessageColumns } row || !row.IsNull(0) || !row.TryBlob(MessageColumns - 1, out var body)) return null;
        Span<long> numbers = stackalloc long[MessageColumns - 1];
        for (int column = 1; column < numbers.Length; column++)
            if (!row.TryNumber(column, out numbers[column])) return null;
        foreach (string epoch in NamesFor(numbers[1]))
        {
            var message = new StoredMessage(
                MessageRow.LaneOf(key), MessageRow.SeqOf(key), epoch, (int)numbers[2], (MessageKind)numbers[3], numbers[4], numbers[5], (ClockState)numbers[6],
                (int)numbers[7], (int)numbers[8], body);
            if (MessageRow.CheckSum(message, numbers[9]) == numbers[10]) return (message, numbers[9]);
        }
        return null;
    }

    private IEnumerable<string> NamesFor(long number)
    {
        if (_named.TryGetValue(number, out string? name)) yield return name;
        foreach (string other in _names) yield return other;
    }
}
