using Gateway.Faults.Disks;
using Gateway.Faults.Running;
using Gateway.Faults.Storing;

namespace Gateway.Faults.Cases;

/// <summary>The disk refuses for a while, several times: meanwhile nothing is called stored; afterwards the same process stores again; and then it is
/// killed.</summary>
internal abstract class FailingDiskCase : StoreCase
{
    private const int Spells = 8;

    /// <summary>The switch of <see cref="DiskShim"/>.</summary>
    protected abstract string Switch { get; }

    public override async Task RunAsync(CaseRun run)
    {
        string data = run["data"];
        var shim = await DiskShim.MakeAsync(run, data);
        await using (var writer = await WriterProcess.StartAsync(SettingsFor(run, data), shim.Environment))
        {
            for (int spell = 0; spell < run.Rounds(Spells); spell++)
            {
                await StoreForAWhileAsync(writer);
                await RefuseAsync(run, shim, writer);
                await writer.StoresAsync(1);
            }
            await writer.KillAsync(run);
        }
        run.Struck(shim.StruckBy(Switch) > 0, $"{shim.StruckBy(Switch)} calls failed in {run.Rounds(Spells)} spells");
        var comparison = Compare(run, data).CountIn(run);
        run.Require(comparison.Opening is { Loss: null, Epochs.Count: 1 }, $"nothing is missing, and no epoch was begun ({comparison.Opening.Loss?.English})");
    }

    private async Task RefuseAsync(CaseRun run, DiskShim shim, WriterProcess writer)
    {
        int from = writer.Said.Count;
        shim.TurnOn(Switch);
        await writer.BecomesAsync(LedgerBook.DegradedWord, from);
        long told = writer.StoredCount;
        await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(100, 900)));
        run.Require(writer.StoredCount == told, $"nothing is called stored while the disk refuses ({writer.StoredCount - told} messages were)");
        shim.TurnOff(Switch);
        await writer.BecomesAsync(LedgerBook.HealthyWord, from);
    }
}
