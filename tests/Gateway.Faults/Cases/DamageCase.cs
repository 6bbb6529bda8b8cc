using Gateway.Faults.Running;
using Gateway.Faults.Storing;

namespace Gateway.Faults.Cases;

/// <summary>Files are damaged while nothing runs. Each trial damages a copy of one folder that a killed writer left: a database, its log, a witness.</summary>
internal abstract class DamageCase : StoreCase
{
    private const int MessagesPrepared = 400;

    // A witness is written every 10 s.
    private static readonly TimeSpan _untilWitnessed = TimeSpan.FromSeconds(14);

    public override LossRule LossRule => LossRule.MayIfNoticed;

    protected static string Database(string folder) => Path.Combine(folder, "core.db");

    protected static string Wal(string folder) => Database(folder) + "-wal";

    protected static string SharedMemory(string folder) => Database(folder) + "-shm";

    /// <summary>A store that was in much use: most of it in the database, the newest in the log, and the witness some seconds old.</summary>
    /// <returns>Its folder.</returns>
    protected static Task<string> PrepareBusyAsync(CaseRun run) =>
        PrepareAsync(run, SettingsFor(run, run["data"]), writer => writer.StoresAsync(MessagesPrepared));

    /// <summary>A store in quiet use, as most gateways are: the log holds everything since the start, and the witness knows of most of it.</summary>
    /// <returns>Its folder.</returns>
    protected static Task<string> PrepareQuietAsync(CaseRun run)
    {
        var settings = SettingsFor(run, run["data"]) with
        {
            ScanEvery = TimeSpan.FromMilliseconds(100), CommitEvery = TimeSpan.FromMilliseconds(500), EventEvery = TimeSpan.FromSeconds(2),
        };
        return PrepareAsync(run, settings, _ => Task.Delay(_untilWitnessed));
    }

    private static async Task<string> PrepareAsync(CaseRun run, WriterSettings settings, Func<WriterProcess, Task> use)
    {
        await using (var writer = await WriterProcess.StartAsync(settings))
        {
            await use(writer);
            await writer.KillAsync(run);
        }
        run.Require(LengthOf(Wal(settings.Folder)) > 0, "the writer left a log");
        return settings.Folder;
    }

    /// <summary>Damages a copy, opens it and compares.</summary>
    protected static StoreComparison Try(CaseRun run, string data, string name, Action<string> damage)
    {
        string copy = run[name];
        Directory.CreateDirectory(copy);
        foreach (string file in Directory.GetFiles(data)) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        damage(copy);
        var comparison = Compare(run, copy).CountIn(run, mayDrop: true);
        Directory.Delete(copy, recursive: true);
        return comparison;
    }

    /// <summary>What was stored is all there, and the start says nothing.</summary>
    protected static void RequireWhole(CaseRun run, string what, StoreComparison found) =>
        run.Require(
            found is { Lost: 0, Dropped: 0, Opening.Loss: null },
            $"{what}: all is there and nothing is said ({found.Lost} lost, {found.Dropped} dropped, {found.Opening.Loss?.English})");

    /// <summary>The start has named the loss, and what comes next cannot be mistaken for what was.</summary>
    protected static void RequireNoticed(CaseRun run, string what, StoreComparison found) =>
        run.Require(
            found.IsNoticed && found.Opening.Loss is not null,
            $"{what}: the loss is noticed ({found.Lost} lost without a word, {found.Dropped} on record, {found.Opening.Loss?.English})");

    protected static void FlipBit(string path, long at, int bit)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Position = at;
        int old = file.ReadByte();
        file.Position = at;
        file.WriteByte((byte)(old ^ (1 << bit)));
    }

    protected static void Truncate(string path, long length)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write);
        file.SetLength(length);
    }

    protected static void Overwrite(string path, long at, byte[] bytes)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write);
        file.Position = at;
        file.Write(bytes);
    }

    protected static byte[] Noise(int count)
    {
        byte[] noise = new byte[count];
        Random.Shared.NextBytes(noise);
        return noise;
    }

    protected static long LengthOf(string path) => new FileInfo(path).Length;
}
