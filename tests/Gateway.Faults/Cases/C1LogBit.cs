using Gateway.Faults.Running;

namespace Gateway.Faults.Cases;

/// <summary>One bit of the log flips, its header included. SQLite forgets every later commit without a word. In the last commit it cannot be told from a torn
/// tail, which was never called stored: there, and only there, the loss of that one commit goes unnoticed by the box.</summary>
internal sealed class C1LogBit : DamageCase
{
    private const int Trials = 60;
    private const int MostInOneCommit = 3;

    public override string Id => "C1";

    public override string Fault => "one bit of the log flipped";

    public override async Task RunAsync(CaseRun run)
    {
        string data = await PrepareQuietAsync(run);
        int struck = 0;
        for (int trial = 0; trial < run.Rounds(Trials); trial++)
        {
            long at = Random.Shared.NextInt64(LengthOf(Wal(data)));
            int bit = Random.Shared.Next(8);
            var found = Try(run, data, $"trial{trial}", copy => FlipBit(Wal(copy), at, bit));
            run.Require(
                found.IsNoticed || found.Lost <= MostInOneCommit,
                $"bit {bit} of byte {at}: noticed ({found.Lost} lost without a word; {found.Opening.Loss?.English})");
            if (found.Opening.Loss is not null) struck++;
        }
        run.Struck(struck > 0, $"{struck} of {run.Rounds(Trials)} flips cost something; the others hit what nobody needs any more");
    }
}
