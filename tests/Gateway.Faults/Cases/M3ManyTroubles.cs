using Gateway.Faults.Running;
using Gateway.Faults.Site;

namespace Gateway.Faults.Cases;

/// <summary>What weeks bring, in a row: the connection is lost again and again. Memory, descriptors and files are afterwards what they were.</summary>
internal sealed class M3ManyTroubles : FaultCase
{
    private const int Turns = 60, TurnsToSettle = 10;
    private const int MostDescriptors = 4;
    private const long MostMemory = 24 << 20;
    private const long MostLog = 2 << 20;

    public override string Id => "M3";

    public override string Fault => "the connection lost sixty times in a row";

    public override TimeSpan Limit => TimeSpan.FromMinutes(8);

    public override async Task RunAsync(CaseRun run)
    {
        var (stand, line) = await TroubledStand.MakeAsync(run);
        var settled = default((int Descriptors, long Memory, int Files));
        int turns = Math.Max(TurnsToSettle + 2, run.Rounds(Turns));
        for (int turn = 0; turn < turns; turn++)
        {
            int lost = stand.LostConnections;
            await line.CutAsync();
            await CaseRun.UntilAsync(() => stand.LostConnections > lost, "the gateway has noticed");
            await stand.NewsArriveAsync(TroubledStand.Comeback);
            if (turn == TurnsToSettle) settled = UsedBy(run, stand);
        }
        run.Struck(stand.LostConnections >= turns, $"{stand.LostConnections} connections lost");
        var used = UsedBy(run, stand);
        string change = $"descriptors {settled.Descriptors} to {used.Descriptors}, {settled.Memory >> 20} to {used.Memory >> 20} MiB, "
            + $"files {settled.Files} to {used.Files}";
        run.Note(change);
        run.Require(used.Descriptors <= settled.Descriptors + MostDescriptors, $"no descriptor is left open: {change}");
        run.Require(used.Memory <= settled.Memory + MostMemory, $"no memory is kept: {change}");
        run.Require(used.Files == settled.Files, $"no file is left: {change}");
        long log = new FileInfo(Path.Combine(run["data"], "core.db-wal")).Length;
        run.Require(log < MostLog, $"the log stays short: {log} bytes");
        await stand.JudgeAsync();
    }

    /// <summary>proc(5).</summary>
    private static (int Descriptors, long Memory, int Files) UsedBy(CaseRun run, GatewayStand stand)
    {
        string process = $"/proc/{stand.Gateway.Process.Id}";
        long pages = long.Parse(File.ReadAllText($"{process}/statm").Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        return (Directory.GetFileSystemEntries($"{process}/fd").Length, pages * Environment.SystemPageSize,
            Directory.GetFiles(run["data"], "*", SearchOption.AllDirectories).Length);
    }
}
