using Gateway.Faults.Running;
using Gateway.Faults.Site;
using Gateway.Testing;

namespace Gateway.Faults.Cases;

/// <summary>Another program holds a read transaction: the log cannot be emptied and grows. Storing goes on, the platform is told, and it shrinks
/// afterwards.</summary>
internal sealed class C11ForeignReader : FaultCase
{
    private const long Large = 16L << 20;

    private const string Hold =
        """
        import sqlite3, sys
        store = sqlite3.connect('file:' + sys.argv[1] + '?mode=ro', uri=True, isolation_level=None)
        store.execute('begin')
        print(store.execute('select count(*) from message').fetchone()[0], flush=True)
        sys.stdin.read()
        """;

    public override string Id => "C11";

    public override string Fault => "another program holds a read transaction";

    public override TimeSpan Limit => TimeSpan.FromMinutes(8);

    public override async Task RunAsync(CaseRun run)
    {
        string data = run["data"], log = Path.Combine(data, "core.db-wal");
        var stand = await GatewayStand.MakeAsync(run, new StandSettings(data) { Buffer = "keep: 1d, maximum: 256MB, commit_every: 100ms" });
        await stand.StartAsync();
        await stand.NewsArriveAsync();
        var reader = run.Own(RunningProcess.Start("/usr/bin/python3", ["-c", Hold, Path.Combine(data, "core.db")]));
        await reader.Output.WaitForCountAsync(1);
        await CaseRun.UntilAsync(() => new FileInfo(log).Length > Large, "the log is large", TimeSpan.FromMinutes(6));
        run.Struck($"the log has {new FileInfo(log).Length >> 20} MiB while somebody reads");
        await stand.IsToldAsync("store", "log-large", TimeSpan.FromMinutes(1));
        await stand.PollsGoOnAsync("while somebody reads");
        await reader.TerminateAsync();
        await stand.NewsArriveAsync();
        await CaseRun.UntilAsync(() => new FileInfo(log).Length < Large / 4, "the log is small again", TimeSpan.FromMinutes(1));
        await stand.JudgeAsync();
    }
}
