namespace Gateway.Core.Buffering;

/// <summary>Where a store's files are.</summary>
internal sealed class StoreFiles(string folder)
{
    public string Folder { get; } = Path.GetFullPath(folder);

    public string Database => Path.Combine(Folder, "core.db");

    public string Wal => Database + "-wal";

    public string SharedMemory => Database + "-shm";

    public string Witness => Path.Combine(Folder, "witness");

    public string Audit => Path.Combine(Folder, "audit.db");

    /// <summary>The end of the audit log, kept apart from it.</summary>
    public string AuditHead => Path.Combine(Folder, "audit.head");

    public string Ballast => Path.Combine(Folder, "ballast");

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
    public string SetAside(DateTimeOffset now) => SetAside(Database, now);

    /// <summary>Moves the audit log out of the way, so that a fresh one can begin.</summary>
    /// <returns>Where it is now.</returns>
    public string SetAuditAside(DateTimeOffset now) => SetAside(Audit, now);

    /// <summary>Keeps a copy of the log as it is.</summary>
    public string CopyWal(DateTimeOffset now)
    {
        string copy = NewQuarantineName(Database, now) + "-wal";
        File.Copy(Wal, copy);
        return copy;
    }

    private string SetAside(string database, DateTimeOffset now)
    {
        string moved = NewQuarantineName(database, now);
        if (File.Exists(database)) File.Move(database, moved);
        if (File.Exists(database + "-wal")) File.Move(database + "-wal", moved + "-wal");
        File.Delete(database + "-shm");
        return moved;
    }

    private string NewQuarantineName(string database, DateTimeOffset now)
    {
        string file = Path.GetFileName(database);
        Directory.CreateDirectory(Quarantine);
        string time = Path.Combine(Quarantine, $"{now.UtcDateTime:yyyyMMdd'T'HHmmss}");
        string name = $"{time}-{file}";
        for (int n = 2; File.Exists(name) || File.Exists(name + "-wal"); n++) name = $"{time}-{n}-{file}";
        return name;
    }
}
