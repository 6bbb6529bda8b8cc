using Gateway.Core.Buffering;
using Gateway.Faults.Running;

namespace Gateway.Faults.Cases;

/// <summary>One bit of the database flips, wherever. What SQLite's own checks do not see, the check sum of each row does: a wrong row is never given
/// out.</summary>
internal sealed class C7DatabaseBit : DamageCase
{
    private const int Trials = 400;

    public override string Id => "C7";

    public override string Fault => "one bit of the database flipped, 400 times";

    public override async Task RunAsync(CaseRun run)
    {
        string data = await PrepareBusyAsync(run);
        int cost = 0, refused = 0;
        for (int trial = 0; trial < run.Rounds(Trials); trial++)
        {
            long at = Random.Shared.NextInt64(LengthOf(Database(data)));
            int bit = Random.Shared.Next(8);
            try
            {
                var found = Try(run, data, $"trial{trial}", copy => FlipBit(Database(copy), at, bit));
                run.Require(found.IsNoticed, $"bit {bit} of byte {at}: noticed ({found.Lost} lost without a word; {found.Opening.Loss?.English})");
                if (found.Found < found.Stored || found.Opening.Loss is not null) cost++;
            }
            catch (StoreException trouble) when (trouble.Fault is StoreFault.TooNew)
            {
                // The version in the header: a newer gateway's file is left alone.
                refused++;
                Directory.Delete(run[$"trial{trial}"], recursive: true);
            }
        }
        run.Struck(
            cost > 0,
            $"{cost} of {run.Rounds(Trials)} flips cost something, {refused} looked like a newer version; the others hit free space or what the log had newer");
    }
}
