using Gateway.Faults.Running;
using Gateway.Faults.Storing;

namespace Gateway.Faults.Cases;

/// <summary>The store reaches its own bound while the disk has room: the oldest readings go, each with a record, also when it is killed at it.</summary>
internal sealed class B3Quota : StoreCase
{
    private const int Kills = 8;
    private const long Maximum = 400_000;

    public override string Id => "B3";

    public override string Fault => "quota reached, killed while dropping the oldest";

    public override async Task RunAsync(CaseRun run)
    {
        string data = run["data"];
        StoreComparison? last = null;
        for (int kill = 0; kill < run.Rounds(Kills); kill++)
        {
            var settings = SettingsFor(run, data) with { MaximumBytes = Maximum, ScanEvery = TimeSpan.FromMilliseconds(1) };
            await using (var writer = await WriterProcess.StartAsync(settings))
            {
                await writer.StoresAsync(kill == 0 ? 600 : 200);
                await writer.KillAsync(run);
            }
            last = StoreComparison.Of(data, LedgerBook.Read(LedgerOf(run)), Maximum);
            run.Require(last.Opening.Loss is null, $"kill {kill + 1}: nothing is missing ({last.Opening.Loss?.English})");
            if (last.Lost + last.Faults.Count > 0) break;
        }
        last!.CountIn(run, mayDrop: true);
        run.Struck(last.Dropped > 0, $"{last.Dropped} messages were dropped, all of them on record");
    }
}
