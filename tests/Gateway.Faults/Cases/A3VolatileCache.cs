using Gateway.Faults.Disks;
using Gateway.Faults.Running;
using Gateway.Faults.Storing;

namespace Gateway.Faults.Cases;

/// <summary>The power is cut, and the disk's own write cache goes with it: a sync must have reached through it.</summary>
internal sealed class A3VolatileCache : StoreCase
{
    private const int Cuts = 6;
    private const int PageBytes = 4096;

    public override string Id => "A3";

    public override string Fault => "power cut, volatile cache of the disk lost";

    public override async Task RunAsync(CaseRun run)
    {
        var disk = await ServedDisk.MakeAsync(run, "128M", "cache", "cache=writeback");
        run.Struck(await ForgetsAsync(run, disk), "what had reached the disk and was not flushed went with its cache");
        StoreComparison? last = null;
        for (int cut = 0; cut < run.Rounds(Cuts); cut++)
        {
            await disk.ServeAsync("cache", "cache=writeback");
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

    /// <summary>Whether the disk has such a cache at all: a cut without a store, after a write that went past the system's cache and was not flushed.</summary>
    private static async Task<bool> ForgetsAsync(CaseRun run, ServedDisk disk)
    {
        string page = Path.Combine(disk.Folder, "page"), old = run["old"], late = run["late"];
        await File.WriteAllBytesAsync(old, Enumerable.Repeat((byte)1, PageBytes).ToArray());
        await File.WriteAllBytesAsync(late, Enumerable.Repeat((byte)2, PageBytes).ToArray());
        await Command.RunAsync("dd", $"if={old}", $"of={page}", $"bs={PageBytes}", "conv=fsync");
        await Command.RunAsync("dd", $"if={late}", $"of={page}", $"bs={PageBytes}", "oflag=direct", "conv=notrunc");
        await disk.CutAsync();
        await disk.MountWhatIsLeftAsync();
        bool isOld = (await File.ReadAllBytesAsync(page)).All(value => value == 1);
        File.Delete(page);
        await disk.UnmountAsync();
        return isOld;
    }
}
