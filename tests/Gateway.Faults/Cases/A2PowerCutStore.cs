using Gateway.Faults.Disks;
using Gateway.Faults.Running;
using Gateway.Faults.Storing;

namespace Gateway.Faults.Cases;

/// <summary>The power is cut: all that was not synced is gone.</summary>
internal class A2PowerCutStore : StoreCase
{
    // Told after the cut was begun: what was told before it took effect, and the sync that was under way (see LoopDisk.PowerCut).
    private const int MostInTheInstant = 6;

    protected virtual int Cuts => 44;

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
            long told;
            await using (var writer = await WriterProcess.StartAsync(SettingsFor(run, disk.Data) with { IsWeak = IsWeak }))
            {
                await StoreForAWhileAsync(writer);
                told = new FileInfo(LedgerOf(run)).Length;
                disk.PowerCut();
                await writer.BecomesAsync(LedgerBook.DegradedWord);
                await writer.KillAsync(run, isTheFault: false);
            }
            int inTheInstant = LedgerBook.CutBack(LedgerOf(run), told);
            run.Require(inTheInstant <= MostInTheInstant, $"cut {cut + 1}: at most a commit or two were told after it ({inTheInstant} messages)");
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
