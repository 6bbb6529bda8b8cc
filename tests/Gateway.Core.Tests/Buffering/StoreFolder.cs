using Gateway.Core.Buffering;
using Gateway.Core.Site;
using Gateway.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Core.Tests.Buffering;

/// <summary>A data folder of its own, gone at the end; opens stores in it and damages their files.</summary>
internal sealed class StoreFolder : IDisposable
{
    public StoreFolder() => Path = Directory.CreateTempSubdirectory("envgw-store-").FullName;

    public string Path { get; }

    public TestClock Clock { get; } = new();

    public string Database => System.IO.Path.Combine(Path, "core.db");

    public string Wal => Database + "-wal";

    public string Witness => System.IO.Path.Combine(Path, "witness");

    public string Quarantine => System.IO.Path.Combine(Path, "quarantine");

    public SqliteStore New(long maximumBytes = 64 << 20) =>
        new(new BufferSettings { Path = Path, MaximumBytes = maximumBytes }, Clock, NullLogger<SqliteStore>.Instance);

    public SqliteStore Open(long maximumBytes = 64 << 20)
    {
        var store = New(maximumBytes);
        store.Open();
        return store;
    }

    /// <summary>A store as a power cut leaves it: committed, never closed. The copy is made while the writer still has everything open.</summary>
    public StoreFolder Crashed(Action<SqliteStore> use)
    {
        var copy = new StoreFolder();
        using var store = Open();
        use(store);
        foreach (string name in new[] { "core.db", "core.db-wal", "witness" })
            File.Copy(System.IO.Path.Combine(Path, name), System.IO.Path.Combine(copy.Path, name));
        return copy;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
