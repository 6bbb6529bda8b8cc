using Gateway.Faults.Disks;
using Gateway.Faults.Running;
using Gateway.Faults.Storing;

namespace Gateway.Faults.Cases;

/// <summary>One run, cut at many points: the disk is copied in an instant again and again while it is written, and each copy must hold what was stored by
/// then.</summary>
internal sealed class A5CrashPoints : StoreCase
{
    private const int Copies = 40;

    public override string Id => "A5";

    public override string Fault => "crash points: instant copies of the disk while writing";

    public override async Task RunAsync(CaseRun run)
    {
        var shelf = await LoopDisk.MakeCopyingAsync(run, "1G");
        string image = Path.Combine(shelf.Folder, "disk.img");
        await Command.RunAsync("truncate", "-s", "64M", image);
        await Command.RunAsync("mkfs.ext4", "-qFm0", image);
        var disk = await LoopDisk.AttachAsync(run, image, "disk");
        var moments = new List<long>();
        await using (var writer = await WriterProcess.StartAsync(SettingsFor(run, disk.Data)))
        {
            for (int copy = 0; copy < run.Rounds(Copies); copy++)
            {
                await StoreForAWhileAsync(writer);
                moments.Add(new FileInfo(LedgerOf(run)).Length);
                await Command.RunAsync("cp", "--reflink=always", image, CopyOf(shelf, copy));
            }
            await writer.KillAsync(run);
        }
        for (int copy = 0; copy < moments.Count; copy++)
        {
            await using var old = await LoopDisk.AttachAsync(run, CopyOf(shelf, copy), $"copy{copy}");
            var comparison = StoreComparison.Of(old.Data, LedgerBook.Read(LedgerOf(run), moments[copy])).CountIn(run);
            run.Require(comparison.Opening.Loss is null, $"copy {copy}: nothing is missing ({comparison.Opening.Loss?.English})");
        }
        run.PowerCuts += moments.Count;
        run.Struck(moments.Count == run.Rounds(Copies), $"{moments.Count} copies of the disk, each as a power cut at its moment would leave it");
    }

    private static string CopyOf(LoopDisk shelf, int copy) => Path.Combine(shelf.Folder, $"copy{copy}.img");
}
