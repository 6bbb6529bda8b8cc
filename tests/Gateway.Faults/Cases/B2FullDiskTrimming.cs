using Gateway.Faults.Disks;
using Gateway.Faults.Running;
using Gateway.Faults.Storing;

namespace Gateway.Faults.Cases;

/// <summary>The disk is full when old messages fall due to be deleted. Deleting needs room in the log, and fails as well.</summary>
internal sealed class B2FullDiskTrimming : StoreCase
{
    // Trimming is looked at once a minute.
    private static readonly TimeSpan _pastATrim = TimeSpan.FromSeconds(65);
    private static readonly TimeSpan _keep = TimeSpan.FromSeconds(10);

    public override string Id => "B2";

    public override string Fault => "retention falls due on a full disk";

    public override async Task RunAsync(CaseRun run)
    {
        var disk = await LoopDisk.MakeAsync(run, "64M");
        long oldest;
        await using (var writer = await WriterProcess.StartAsync(SettingsFor(run, disk.Data) with { Keep = _keep }))
        {
            await writer.StoresAsync(100);
            await disk.FillAsync();
            await writer.BecomesAsync(LedgerBook.DegradedWord);
            run.Struck($"{disk.FreeBytes} bytes are free, and the store takes nothing");
            await Task.Delay(_pastATrim);
            int from = writer.Said.Count;
            disk.Unfill();
            await writer.BecomesAsync(LedgerBook.HealthyWord, from);
            await writer.StoresAsync(20);
            await Task.Delay(_pastATrim);
            await writer.KillAsync(run);
            oldest = LedgerBook.Read(LedgerOf(run)).Stored.Count;
        }
        var comparison = Compare(run, disk.Data, keeps: _keep).CountIn(run, mayDrop: true);
        run.Require(comparison.Opening.Loss is null, $"nothing is missing ({comparison.Opening.Loss?.English})");
        run.Require(comparison.Dropped > 0 && comparison.Dropped < oldest, $"retention ran once there was room ({comparison.Dropped} messages are gone)");
    }
}
