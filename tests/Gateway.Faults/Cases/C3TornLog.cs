using Gateway.Faults.Running;

namespace Gateway.Faults.Cases;

/// <summary>The log ends within its last frame, as after a power cut: the transaction was never called stored.</summary>
internal sealed class C3TornLog : DamageCase
{
    // SQLite file format, sections 4.1 and 4.2: a header with salts, then frames that begin with eight bytes and the salts of their log.
    private const int HeaderBytes = 32, FrameBytes = 24 + 4096;
    private const int Trials = 20;

    public override string Id => "C3";

    public override string Fault => "torn tail of the log";

    public override async Task RunAsync(CaseRun run)
    {
        string data = await PrepareBusyAsync(run);
        byte[] log = await File.ReadAllBytesAsync(Wal(data));
        int end = EndOf(log);
        run.Require(end > HeaderBytes, "the log has frames");
        for (int trial = 0; trial < run.Rounds(Trials); trial++)
        {
            // A killed writer's log ends with a whole commit: a frame more is begun behind it, as by one that was not finished. It is a copy of the last one,
            // so that only its running sum, and what is missing of it, tell that it does not count.
            byte[] begun = log[(end - FrameBytes)..(end - FrameBytes + Random.Shared.Next(1, FrameBytes))];
            var found = Try(run, data, $"torn{trial}", copy => Overwrite(Wal(copy), end, begun));
            RequireWhole(run, $"{begun.Length} bytes of a frame behind the last commit", found);
            run.Struck($"{begun.Length} bytes of a frame behind the last commit, over {log.Length - end} bytes of an older log");
        }
    }

    /// <summary>Where the log ends: behind it may lie frames of the log that was there before the last checkpoint.</summary>
    private static int EndOf(byte[] log)
    {
        int end = HeaderBytes;
        while (end + FrameBytes <= log.Length && log.AsSpan(end + 8, 8).SequenceEqual(log.AsSpan(16, 8))) end += FrameBytes;
        return end;
    }
}
