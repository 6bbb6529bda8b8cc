using System.Globalization;

namespace Gateway.Core.History;

/// <summary>The folder <c>history</c> in the data folder: one file for each UTC day, named by it.</summary>
internal sealed class HistoryFolder(string dataFolder)
{
    private const string DayForm = "yyyy-MM-dd";
    private const string Ending = ".db";

    private static readonly string[] _companions = ["-wal", "-shm", ""];

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetFullPath(dataFolder), "history");

    public string FileOf(DateOnly day) => System.IO.Path.Combine(Path, day.ToString(DayForm, CultureInfo.InvariantCulture) + Ending);

    /// <summary>The days that have a file, oldest first, with the bytes they take.</summary>
    public IReadOnlyList<HistoryDay> Days()
    {
        if (!Directory.Exists(Path)) return [];
        var days = new List<HistoryDay>();
        foreach (var file in new DirectoryInfo(Path).EnumerateFiles("*" + Ending))
        {
            string name = System.IO.Path.GetFileNameWithoutExtension(file.Name);
            if (DateOnly.TryParseExact(name, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                days.Add(new HistoryDay(day, _companions.Sum(end => Buffering.StoreFiles.LengthOf(file.FullName + end))));
        }
        days.Sort((a, b) => a.Day.CompareTo(b.Day));
        return days;
    }

    /// <summary>The log goes first: beside a fresh file of the same name it would be taken for its own.</summary>
    public void Delete(DateOnly day)
    {
        foreach (string end in _companions) File.Delete(FileOf(day) + end);
    }

    /// <summary>Moves a damaged day out of the way, to <c>quarantine</c>, where nothing deletes it.</summary>
    /// <returns>Where it is now.</returns>
    public string SetAside(DateOnly day, DateTimeOffset now)
    {
        string quarantine = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, "quarantine");
        Directory.CreateDirectory(quarantine);
        string moved = NewName(System.IO.Path.Combine(quarantine, $"{now.UtcDateTime:yyyyMMdd'T'HHmmss}"), $"-history-{System.IO.Path.GetFileName(FileOf(day))}");
        foreach (string end in _companions)
        {
            if (File.Exists(FileOf(day) + end)) File.Move(FileOf(day) + end, moved + end);
        }
        return moved;
    }

    private static string NewName(string time, string rest)
    {
        string name = time + rest;
        for (int n = 2; File.Exists(name); n++) name = $"{time}-{n}{rest}";
        return name;
    }
}
