using Gateway.Faults.Running;

namespace Gateway.Faults.Cases;

/// <summary>The log ends within its last frame, as after a power cut: the transaction was never called stored.</summary>
internal sealed class C3TornLog : DamageCase
{
    private const int FrameBytes = 24 + 4096;

    public override string Id => "C3";

    public override string Fault => "torn tail of the log";

    public override async Task RunAsync(CaseRun run)
    {
        string data = await PrepareBusyAsync(run);
        for (int trial = 0; trial < 5; trial++)
        {
            // A killed writer's log ends with a whole commit: a frame more is begun behind it, as by one that was not finished.
            byte[] begun = Noise(Random.Shared.Next(1, FrameBytes));
            var found = Try(run, data, $"torn{trial}", copy => Overwrite(Wal(copy), LengthOf(Wal(copy)), begun));
            RequireWhole(run, $"{begun.Length} bytes of a frame behind the last commit", found);
            run.Struck($"{begun.Length} bytes of a frame behind the last commit");
        }
    }
}
