using Gateway.Faults.Disks;
using Gateway.Faults.Running;
using Gateway.Faults.Storing;

namespace Gateway.Faults.Cases;

/// <summary>The device refuses writes: the file system's journal fails and it turns read-only. The box is restarted on the repaired disk.</summary>
internal sealed class B5WriteErrors : StoreCase
{
    private const int Times = 3;

    public override string Id => "B5";

    public override string Fault => "write errors of the device";

    public override async Task RunAsync(CaseRun run)
    {
        var disk = await ServedDisk.MakeAsync(run, "64M", "error", Options(run));
        for (int time = 0; time < run.Rounds(Times); time++)
        {
            if (time > 0) await disk.ServeAsync("error", Options(run));
            await using (var writer = await WriterProcess.StartAsync(SettingsFor(run, disk.Data)))
            {
                await StoreForAWhileAsync(writer);
                await File.WriteAllTextAsync(disk.Trip, "");
                run.Struck(await writer.BecomesAsync(LedgerBook.DegradedWord));
                await writer.KillAsync(run, isTheFault: false);
            }
            await disk.CutAsync();
            File.Delete(disk.Trip);
            await disk.RepairAsync();
            await disk.MountWhatIsLeftAsync();
            var comparison = Compare(run, disk.Data);
            if (time == run.Rounds(Times) - 1 || comparison.Lost + comparison.Dropped + comparison.Faults.Count > 0) comparison.CountIn(run);
            run.Require(comparison.Opening.Loss is null, $"nothing is missing ({comparison.Opening.Loss?.English})");
            await disk.UnmountAsync();
            if (run.Lost > 0) break;
        }
    }

    private static string[] Options(CaseRun run) => ["error-pwrite=EIO", "error-pwrite-rate=100%", $"error-pwrite-file={run["trip"]}"];
}
