namespace Gateway.Core.Buffering;

/// <summary>Where a store's files are.</summary>
internal sealed class StoreFiles(string folder)
{
    public string Folder { get; } = Path.GetFullPath(folder);

    public string Database => Path.Combine(Folder, "core.db");

    public string Wal => Database + "-wal";

    public string SharedMemory => Database + "-shm";

    public string Witness => Path.Combine(Folder, "witness");

    public string Lock => Path.Combine(Folder, "lock");

    /// <summary>The number of the process that holds the lock: a locked file cannot be read by another.</summary>
    public string Holder => Path.Combine(Folder, "pid");

    public string Quarantine => Path.Combine(Folder, "quarantine");

    /// <summary>Whether there is a database that holds anything.</summary>
    public bool HasDatabase => LengthOf(Database) > 0;

    public static long LengthOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? file.Length : 0;
    }

    /// <summary>Moves the database and its log out of the way, so that a fresh one can begin.</summary>
    /// <remarks>The folder itself is synced by SQLite when it first syncs the fresh database's log.</remarks>
    /// <returns>Where the database is now.</returns>
    public string SetAside(DateTimeOffset now)
    {
        string moved = NewQuarantineName(now);
        if (File.Exists(Database)) File.Move(Database, moved);
        if (File.Exists(Wal)) File.Move(Wal, moved + "-wal");
        File.Delete(SharedMemory);
        return moved;
    }

    /// <summary>Keeps a copy of the log as it is.</summary>
    public string CopyWal(DateTimeOffset now)
    {
        string copy = NewQuarantineName(now) + "-wal";
        File.Copy(Wal, copy);
        return copy;
    }

    private string NewQuarantineName(DateTimeOffset now)
    {
        Directory.CreateDirectory(Quarantine);
        string time = Path.Combine(Quarantine, $"{now.UtcDateTime:yyyyMMdd'T'HHmmss}");
        string name = $"{time}-core.db";
        for (int n = 2; File.Exists(name) || File.Exists(name + "-wal"); n++) name = $"{time}-{n}-core.db";
        return name;
    }
}
