using Gateway.Faults.Disks;
using Gateway.Faults.Running;
using Gateway.Faults.Storing;

namespace Gateway.Faults.Cases;

/// <summary>The power is cut: all that was not synced is gone.</summary>
internal class A2PowerCutStore : StoreCase
{
    protected virtual int Cuts => 40;

    protected virtual bool IsWeak => false;

    public override string Id => "A2 store";

    public override string Fault => "power cut, unsynced data lost, the store";

    public override TimeSpan Limit => TimeSpan.FromMinutes(6);

    public override async Task RunAsync(CaseRun run)
    {
        var disk = await LoopDisk.MakeAsync(run, "128M");
        StoreComparison? last = null;
        for (int cut = 0; cut < run.Rounds(Cuts); cut++)
        {
            await using (var writer = await WriterProcess.StartAsync(SettingsFor(run, disk.Data) with { IsWeak = IsWeak }))
            {
                await StoreForAWhileAsync(writer);
                await disk.PowerCutAsync();
                // What it is told between the cut and its end would be a lie, and counts.
                await writer.BecomesAsync(LedgerBook.DegradedWord);
                await writer.KillAsync(run);
            }
            run.PowerCuts++;
            await disk.PowerOnAsync();
            last = Compare(run, disk.Data);
            if (last.Lost + last.Dropped + last.Faults.Count > 0) break;
            run.Require(last.Opening.Loss is null, $"cut {cut + 1}: nothing is missing ({last.Opening.Loss?.English})");
        }
        last!.CountIn(run);
        run.Struck($"the writer's commits failed after each of {run.PowerCuts} cuts");
    }
}
