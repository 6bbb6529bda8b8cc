using Gateway.Core.Buffering;
using Gateway.Faults.Running;
using Gateway.Faults.Site;
using Microsoft.Data.Sqlite;

namespace Gateway.Faults.Cases;

/// <summary>The database was written by a newer gateway: this one refuses, says so, and leaves the file as it is.</summary>
internal sealed class C9NewerSchema : FaultCase
{
    public override string Id => "C9";

    public override string Fault => "database of a newer version";

    public override async Task RunAsync(CaseRun run)
    {
        string data = run["data"], database = Path.Combine(data, "core.db");
        var stand = await GatewayStand.MakeAsync(run, new StandSettings(data));
        await stand.StartAsync();
        await stand.NewsArriveAsync();
        await stand.StandsStillAsync();
        int version = SqliteSchema.VersionInHeader(database);
        SetVersion(database, 999);
        byte[] before = await File.ReadAllBytesAsync(database);
        var refused = await stand.Gateway.AskAsync("run");
        run.Struck(refused.ExitCode != 0, $"exit code {refused.ExitCode}: {refused.Errors.Split('\n')[0]}");
        run.Require(refused.Errors.Contains("999", StringComparison.Ordinal), $"the message names the version: {refused.Errors}");
        byte[] after = await File.ReadAllBytesAsync(database);
        run.Require(before.AsSpan().SequenceEqual(after), "the file is untouched");
        SetVersion(database, version);
        await stand.StartAsync();
        await stand.NewsArriveAsync();
        await stand.JudgeAsync();
    }

    private static void SetVersion(string database, int version)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA user_version={version}";
        command.ExecuteNonQuery();
    }
}
