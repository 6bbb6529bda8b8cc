using Gateway.Faults.Disks;
using Gateway.Faults.Running;
using Gateway.Faults.Storing;

namespace Gateway.Faults.Cases;

/// <summary>A page is torn: its first 512 bytes reach the disk, and the process dies at that instant.</summary>
internal sealed class B7TornWrite : StoreCase
{
    private const int Tears = 30;

    public override string Id => "B7";

    public override string Fault => "512 bytes of a page are written, then death";

    public override async Task RunAsync(CaseRun run)
    {
        string data = run["data"];
        var shim = await DiskShim.MakeAsync(run, data);
        StoreComparison? last = null;
        for (int tear = 0; tear < run.Rounds(Tears); tear++)
        {
            await using (var writer = await WriterProcess.StartAsync(SettingsFor(run, data), shim.Environment))
            {
                await StoreForAWhileAsync(writer);
                shim.TurnOn(DiskShim.Tear);
                await writer.WaitForExitAsync();
                shim.TurnOff(DiskShim.Tear);
            }
            last = Compare(run, data);
            run.Require(last.Opening.Loss is null, $"tear {tear + 1}: a torn tail is no loss ({last.Opening.Loss?.English})");
            if (last.Lost + last.Dropped + last.Faults.Count > 0) break;
        }
        last!.CountIn(run);
        run.Struck(shim.StruckBy(DiskShim.Tear) >= run.Rounds(Tears), $"{shim.StruckBy(DiskShim.Tear)} writes were torn");
    }
}
