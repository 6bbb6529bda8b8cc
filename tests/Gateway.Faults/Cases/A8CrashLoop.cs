using Gateway.Core.Buffering;
using Gateway.EndToEnd;
using Gateway.Faults.Running;
using Gateway.Faults.Site;
using Gateway.Testing;

namespace Gateway.Faults.Cases;

/// <summary>Killed during the work of starting, over and over, from the very first start on.</summary>
internal sealed class A8CrashLoop : FaultCase
{
    private const int Rounds = 40;
    private const int LongestLifeMs = 2000;
    private const long MostBytes = 4 << 20;

    public override string Id => "A8";

    public override string Fault => "crash loop during start-up";

    public override async Task RunAsync(CaseRun run)
    {
        string data = run["data"];
        var stand = await GatewayStand.MakeAsync(run, new StandSettings(data));
        int early = 0;
        for (int round = 0; round < run.Rounds(Rounds); round++)
        {
            await using var gateway = RunningProcess.Start(GatewayUnderTest.Program, ["run", "--config", stand.Gateway.SiteFile]);
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(LongestLifeMs)));
            run.Require(!gateway.HasExited, $"it lives until it is killed: {string.Join(" | ", gateway.Errors.Entries)}");
            if (!gateway.Output.Entries.Any(line => line.Contains("Running", StringComparison.Ordinal))) early++;
            await gateway.KillAsync();
            run.Kills++;
            await stand.NoteDeathAsync();
        }
        run.Struck(early > run.Rounds(Rounds) / 4, $"{early} of {run.Kills} kills came before it ran");
        await stand.StartAsync();
        var said = stand.Gateway.Process.Output.Entries;
        run.Require(!said.Any(line => line.Contains("Stored data is missing", StringComparison.Ordinal)), "nothing is called missing");
        await stand.NewsArriveAsync();
        await stand.StandsStillAsync();
        using (var store = new StoreInspection(data, TimeProvider.System))
        {
            var report = store.Report();
            run.Require(report.Epochs == 1, $"one epoch, not {report.Epochs}");
            run.Require(report.SizeBytes < MostBytes, $"the store has not grown ({report.SizeBytes} bytes)");
        }
        run.Require(!Directory.Exists(Path.Combine(data, "quarantine")), "nothing was set aside");
        await stand.StartAsync();
        await stand.JudgeAsync(mostUnstored: long.MaxValue);
    }
}
