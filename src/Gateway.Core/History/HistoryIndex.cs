using System.Globalization;
using System.Text;

namespace Gateway.Core.History;

/// <summary>The file <c>days</c> in the history folder: which days were written, and what became of those that are not whole. Without it a deleted file would
/// look like a day on which the gateway was off.</summary>
/// <remarks>A line for a day: the day, a space, its state. Read by whoever asks, written by the gateway only.</remarks>
internal sealed class HistoryIndex(string folder)
{
    /// <summary>The state of a day that has its file.</summary>
    public const string Kept = "kept";

    /// <summary>The state of a day that went to make room on a full disk.</summary>
    public const string GivenUp = "given-up";

    // Followed by the name of the file that was set aside.
    private const string Damaged = "damaged ";
    private const string DayForm = "yyyy-MM-dd";

    // Years of days; what is older than that was over anyway.
    private const int MostDays = 4_000;

    private readonly string _path = Path.Combine(folder, "days");

    public static string DamagedAs(string file) => Damaged + file;

    /// <returns>Where a damaged day was set aside; null for every other state.</returns>
    public static string? SetAsideIn(string state) => state.StartsWith(Damaged, StringComparison.Ordinal) ? state[Damaged.Length..] : null;

    /// <returns>Empty when there is no index, or it cannot be read.</returns>
    public SortedDictionary<DateOnly, string> Read()
    {
        var days = new SortedDictionary<DateOnly, string>();
        foreach (string line in Lines())
        {
            if (line.Length > DayForm.Length && DateOnly.TryParseExact(line.AsSpan(0, DayForm.Length), DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                days[day] = line[(DayForm.Length + 1)..];
        }
        return days;
    }

    /// <param name="state">Null to forget the day.</param>
    public void Set(DateOnly day, string? state)
    {
        var days = Read();
        if (state is null) days.Remove(day);
        else days[day] = state;
        while (days.Count > MostDays) days.Remove(days.Keys.First());
        var text = new StringBuilder();
        foreach (var (known, what) in days) text.Append(known.ToString(DayForm, CultureInfo.InvariantCulture)).Append(' ').Append(what).Append('\n');
        Directory.CreateDirectory(folder);
        using (var part = new FileStream(_path + ".part", FileMode.Create, FileAccess.Write))
        {
            part.Write(Encoding.UTF8.GetBytes(text.ToString()));
            part.Flush(flushToDisk: true);
        }
        File.Move(_path + ".part", _path, overwrite: true);
    }

    private string[] Lines()
    {
        try
        {
            return File.Exists(_path) ? File.ReadAllLines(_path) : [];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
