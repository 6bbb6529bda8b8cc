using Gateway.Faults.Running;
using Gateway.Faults.Storing;

namespace Gateway.Faults.Cases;

/// <summary>The index of the log is random: SQLite makes it anew, and nothing is said. An old log is put beside a newer database: SQLite plays it back, old
/// pages over newer ones, and the witness knows of more.</summary>
internal sealed class C4StaleFiles : DamageCase
{
    public override string Id => "C4";

    public override string Fault => "log index random, old log beside a newer file";

    public override async Task RunAsync(CaseRun run)
    {
        string data = await PrepareQuietAsync(run);
        var random = Try(run, data, "random", copy => File.WriteAllBytes(SharedMemory(copy), Noise(32768)));
        RequireWhole(run, "log index random", random);
        byte[] oldLog = await File.ReadAllBytesAsync(Wal(data));
        await using (var writer = await WriterProcess.StartAsync(SettingsFor(run, data)))
        {
            await writer.StoresAsync(100);
            await writer.TerminateAsync();
        }
        run.Struck(!File.Exists(Wal(data)) || LengthOf(Wal(data)) == 0, "the newer database has no log of its own");
        var stale = Try(run, data, "stale", copy => File.WriteAllBytes(Wal(copy), oldLog));
        RequireNoticed(run, "an old log", stale);
    }
}
