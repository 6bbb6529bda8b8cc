using System.Globalization;
using Gateway.Core.Documents;

namespace Gateway.Core.History;

/// <summary>The folder <c>history</c> in the data folder: one file for each UTC day, named by it.</summary>
internal sealed class HistoryFolder(string dataFolder)
{
    private const string DayForm = "yyyy-MM-dd";
    private const string Ending = ".db";

    private static readonly string[] _companions = ["-wal", "-shm", ""];

    private readonly HistoryIndex _index = new(System.IO.Path.Combine(System.IO.Path.GetFullPath(dataFolder), "history"));

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

    /// <summary>Notes that a day has its file.</summary>
    public void Note(DateOnly day)
    {
        // A day that was damaged is not whole again because what the buffer still held of it was taken once more.
        if (!_index.Read().ContainsKey(day)) _index.Set(day, HistoryIndex.Kept);
    }

    /// <summary>Notes every day that has a file: those from before there was an index.</summary>
    public void NoteAll()
    {
        var known = _index.Read();
        foreach (var day in Days().Where(day => !known.ContainsKey(day.Day))) _index.Set(day.Day, HistoryIndex.Kept);
    }

    /// <summary>Days whose file is gone, or is not all there was, with the reason.</summary>
    /// <param name="isWholeOnly">Only days whose file should be there and is not.</param>
    public IEnumerable<(DateOnly Day, HistoryTrouble Trouble)> Missing(DateOnly first, DateOnly last, bool isWholeOnly)
    {
        foreach (var (day, state) in _index.Read().Where(known => known.Key >= first && known.Key <= last))
        {
            bool isKept = state == HistoryIndex.Kept;
            if ((isKept && File.Exists(FileOf(day))) || (isWholeOnly && !isKept)) continue;
            yield return (day, new HistoryTrouble(FileOf(day), null, null, ReasonOf(state)));
        }
    }

    /// <summary>A day that is over.</summary>
    public void Delete(DateOnly day)
    {
        DeleteFiles(day);
        _index.Set(day, null);
    }

    /// <summary>A day that goes to make room on a full disk. Deleting comes first: on a full disk nothing can be noted before.</summary>
    public void GiveUp(DateOnly day)
    {
        DeleteFiles(day);
        _index.Set(day, HistoryIndex.GivenUp);
    }

    /// <summary>The log goes first: beside a fresh file of the same name it would be taken for its own.</summary>
    private void DeleteFiles(DateOnly day)
    {
        foreach (string end in _companions) File.Delete(FileOf(day) + end);
    }

    private static Wording ReasonOf(string state)
    {
        if (HistoryIndex.SetAsideIn(state) is { } file)
            return ($"it was damaged and set aside as quarantine/{file}; only what was still in the buffer is here", $"文件已损坏并移至 quarantine/{file}；此处仅有缓存中尚存的读数");
        return state == HistoryIndex.GivenUp
            ? ("it was given up when the disk was full", "磁盘写满时已舍弃")
            : ("the file is missing", "文件缺失");
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
        _index.Set(day, HistoryIndex.DamagedAs(System.IO.Path.GetFileName(moved)));
        return moved;
    }

    private static string NewName(string time, string rest)
    {
        string name = time + rest;
        for (int n = 2; File.Exists(name); n++) name = $"{time}-{n}{rest}";
        return name;
    }
}
