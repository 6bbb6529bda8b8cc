using Gateway.Faults.Running;
using Gateway.Faults.Site;

namespace Gateway.Faults.Cases;

/// <summary>A day of history is overwritten with noise while nothing runs: it is set aside, taken again from the buffer, and the platform is told.</summary>
internal sealed class C8HistoryDay : FaultCase
{
    private static readonly TimeSpan _untilTaken = TimeSpan.FromMinutes(1);

    public override string Id => "C8";

    public override string Fault => "a day of history overwritten";

    public override async Task RunAsync(CaseRun run)
    {
        string data = run["data"];
        var clock = await FakeClock.MakeAsync(run);
        var stand = await GatewayStand.MakeAsync(run, new StandSettings(data) { Environment = clock.Environment });
        await stand.StartAsync();
        await stand.NewsArriveAsync();
        // An hour is taken into its day when it is over.
        clock.Set("+2h");
        string folder = Path.Combine(data, "history");
        await CaseRun.UntilAsync(() => Directory.Exists(folder) && Directory.GetFiles(folder, "*.db").Length > 0, "history has taken the hour", _untilTaken);
        await stand.NewsArriveAsync();
        await stand.StandsStillAsync();
        string before = await ReadAsync(stand);
        run.Require(before.Length > 0, "history answers before");

        string day = Directory.GetFiles(folder, "*.db").Order(StringComparer.Ordinal).First();
        byte[] noise = new byte[new FileInfo(day).Length];
        Random.Shared.NextBytes(noise);
        await File.WriteAllBytesAsync(day, noise);
        run.Struck($"{noise.Length} bytes of {Path.GetFileName(day)} are noise");
        await stand.StartAsync();
        await stand.NewsArriveAsync();
        await CaseRun.UntilAsync(
            () => Directory.Exists(Path.Combine(data, "quarantine")) && Directory.GetFiles(Path.Combine(data, "quarantine"), "*history*").Length > 0,
            "the day is set aside", _untilTaken);
        await CaseRun.UntilAsync(async () => (await ReadAsync(stand)).Contains(before, StringComparison.Ordinal), "the day answers again", _untilTaken);
        await stand.IsToldAsync("store", "history-damaged");
        // Commands are refused to a gateway whose clock is hours from theirs.
        clock.Set("+0");
        await stand.JudgeAsync();
    }

    /// <summary>The numbers of the first hour, oldest first.</summary>
    private static async Task<string> ReadAsync(GatewayStand stand)
    {
        var (_, output, _) = await stand.Gateway.AskAsync("history", "query", "outlet/reads", "--from", "-1h", "--output", "csv");
        return string.Join('\n', output.Split('\n').Skip(1).Take(10));
    }
}
