using Gateway.Faults.Running;
using Gateway.Faults.Site;
using Microsoft.Data.Sqlite;

namespace Gateway.Faults.Cases;

/// <summary>Somebody changes a row of the audit log: the chain names it, and the gateway goes on.</summary>
internal sealed class C10AuditRow : FaultCase
{
    public override string Id => "C10";

    public override string Fault => "a row of the audit log changed";

    public override async Task RunAsync(CaseRun run)
    {
        string data = run["data"];
        var stand = await GatewayStand.MakeAsync(run, new StandSettings(data));
        await stand.StartAsync();
        await stand.NewsArriveAsync();
        await stand.StandsStillAsync();
        var sound = await stand.Gateway.AskAsync("buffer", "verify");
        run.Require(sound.ExitCode == 0, $"the audit log is sound before: {sound.Output}");
        run.Struck(Change(Path.Combine(data, "audit.db")) == 1, "row 2 has another actor");
        var changed = await stand.Gateway.AskAsync("buffer", "verify");
        run.Require(changed.ExitCode == 1, $"verify says that something is wrong ({changed.ExitCode})");
        run.Require(changed.Output.Contains("row 2", StringComparison.Ordinal), $"verify names the row: {changed.Output}");
        await stand.StartAsync();
        await stand.NewsArriveAsync();
        await stand.JudgeAsync();
    }

    private static int Change(string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "UPDATE audit SET actor='nobody' WHERE n=2";
        return command.ExecuteNonQuery();
    }
}
