using Gateway.Faults.Disks;
using Gateway.Faults.Running;
using Gateway.Faults.Storing;

namespace Gateway.Faults.Cases;

/// <summary>The power is cut, and the disk's own write cache goes with it: a sync must have reached through it.</summary>
internal sealed class A3VolatileCache : StoreCase
{
    private const int Cuts = 6;

    public override string Id => "A3";

    public override string Fault => "power cut, volatile cache of the disk lost";

    public override async Task RunAsync(CaseRun run)
    {
        var disk = await ServedDisk.MakeAsync(run, "128M", "cache", "cache=writeback");
        StoreComparison? last = null;
        for (int cut = 0; cut < run.Rounds(Cuts); cut++)
        {
            if (cut > 0) await disk.ServeAsync("cache", "cache=writeback");
            await using (var writer = await WriterProcess.StartAsync(SettingsFor(run, disk.Data)))
            {
                await StoreForAWhileAsync(writer);
                await disk.CutAsync();
                await writer.KillAsync(run, isTheFault: false);
            }
            run.PowerCuts++;
            await disk.MountWhatIsLeftAsync();
            last = Compare(run, disk.Data);
            await disk.UnmountAsync();
            if (last.Lost + last.Dropped + last.Faults.Count > 0) break;
            run.Require(last.Opening.Loss is null, $"cut {cut + 1}: nothing is missing ({last.Opening.Loss?.English})");
        }
        last!.CountIn(run);
        run.Struck(run.PowerCuts == run.Rounds(Cuts), $"the device died {run.PowerCuts} times with what it kept in memory");
    }
}
