using System.Text;
using Gateway.Core.Auditing;
using Gateway.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Core.Tests.Auditing;

/// <summary>A data folder with an audit log in it; runs the log and changes its files behind its back.</summary>
internal sealed class AuditFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TestClock Clock { get; } = new();

    public string Path => _folder.Path;

    public string File => _folder["audit.db"];

    public string HeadFile => _folder["audit.head"];

    public string Quarantine => _folder["quarantine"];

    public IReadOnlyList<AuditRecord> Rows => [.. new AuditInspection(Path).Rows(0)];

    public IReadOnlyList<string> Problems => [.. new AuditInspection(Path).Verify().Select(what => what.English)];

    public static AuditEntry Entry(string what, AuditKind kind = AuditKind.Command) =>
        AuditEntry.Of(kind, "anna@supervision", json => json.WriteString("verb", what));

    public static string TextOf(AuditRecord row) => Encoding.UTF8.GetString(row.Body.Span);

    public AuditLog New(long maximumBytes = 64 << 20) => new(Path, Clock, NullLogger<AuditLog>.Instance, maximumBytes);

    /// <summary>Opens the log, has it used while it runs, and stops it.</summary>
    public async Task RunAsync(Func<AuditLog, Task> use, long maximumBytes = 64 << 20)
    {
        using var log = New(maximumBytes);
        log.Open();
        using var stop = new CancellationTokenSource();
        var running = log.RunAsync(stop.Token);
        await use(log);
        await stop.CancelAsync();
        await running;
    }

    public Task WriteAsync(params string[] verbs) => RunAsync(async log =>
    {
        foreach (string verb in verbs) await log.AppendAsync(Entry(verb), CancellationToken.None);
    });

    public void Execute(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A text of a test.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    /// <summary>A connection of somebody else, who may hold the file.</summary>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        return connection;
    }

    /// <summary>The files as a power cut leaves them at this moment.</summary>
    public AuditFolder Crashed()
    {
        var copy = new AuditFolder();
        foreach (string name in (string[])["audit.db", "audit.db-wal", "audit.head"])
            if (System.IO.File.Exists(_folder[name])) System.IO.File.Copy(_folder[name], copy._folder[name]);
        return copy;
    }

    public void Dispose() => _folder.Dispose();
}
