using Gateway.Faults.Running;
using Gateway.Faults.Storing;

namespace Gateway.Faults.Cases;

/// <summary>The writing process is killed at random moments, again and again on one store.</summary>
internal sealed class A1KillStore : StoreCase
{
    private const int Rounds = 150;

    public override string Id => "A1 store";

    public override string Fault => "kill -9 at random moments, the store";

    public override TimeSpan Limit => TimeSpan.FromMinutes(8);

    public override async Task RunAsync(CaseRun run)
    {
        string data = run["data"];
        string? epoch = null;
        StoreComparison? last = null;
        for (int round = 1; round <= run.Rounds(Rounds); round++)
        {
            await using (var writer = await WriterProcess.StartAsync(SettingsFor(run, data)))
            {
                await StoreForAWhileAsync(writer);
                await writer.KillAsync(run);
            }
            last = Compare(run, data);
            epoch ??= last.Opening.Epoch;
            run.Require(
                last.Opening is { EndedCleanly: false, Loss: null } && last.Opening.Epoch == epoch,
                $"round {round}: a kill is no loss and no new epoch ({last.Opening})");
            run.Require(last.Opening.Boot == 2 * round, $"round {round}: the boot is {2 * round}, not {last.Opening.Boot}");
            if (last.Lost + last.Dropped + last.Faults.Count > 0) break;
        }
        last!.CountIn(run);
        run.Struck(run.Kills == run.Rounds(Rounds), $"{run.Kills} processes killed while storing");
    }
}
