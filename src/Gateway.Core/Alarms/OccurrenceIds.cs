namespace Gateway.Core.Alarms;

/// <summary>Names for occurrences: 10 characters of UTC milliseconds and 2 of a counter, in Crockford's base 32, so that they sort by time.</summary>
/// <remarks>
/// Never the same twice, also when the wall clock is stepped back: then the counter of the newest millisecond runs on. Begins after the newest id that
/// was restored, for the same reason.
/// </remarks>
internal sealed class OccurrenceIds
{
    private const string Digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 12;
    private const int CounterBits = 10;

    private long _last;

    public OccurrenceIds(IEnumerable<string?> known) => _last = known.Select(ValueOf).DefaultIfEmpty().Max();

    public string Next(long utcMs)
    {
        _last = Math.Max(_last + 1, (utcMs & 0xFFFF_FFFF_FFFF) << CounterBits);
        return string.Create(Length, _last, static (text, value) =>
        {
            for (int i = text.Length - 1; i >= 0; i--, value >>= 5) text[i] = Digits[(int)(value & 31)];
        });
    }

    // Anything that is not an id of ours counts as the oldest of all.
    private static long ValueOf(string? id)
    {
        if (id?.Length != Length) return 0;
        long value = 0;
        foreach (char digit in id)
        {
            int at = Digits.IndexOf(digit, StringComparison.Ordinal);
            if (at < 0) return 0;
            value = (value << 5) | (uint)at;
        }
        return value;
    }
}
