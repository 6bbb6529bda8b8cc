using System.Text.Json;
using Gateway.Faults.Networks;
using Gateway.Faults.Running;
using Gateway.Faults.Site;

namespace Gateway.Faults.Cases;

/// <summary>
/// A line without TLS alters bits, and the broker acknowledges what it got. A receiver that was there must not call that proven; one that asks for everything
/// again gets what was stored.
/// </summary>
internal sealed class D10CorruptLine : FaultCase
{
    private const int Bits = 12;

    public override string Id => "D10";

    public override string Fault => "bits flipped on a line without TLS";

    public override TimeSpan Limit => TimeSpan.FromMinutes(6);

    public override async Task RunAsync(CaseRun run)
    {
        var (stand, line) = await TroubledStand.MakeAsync(run);
        var listener = run.Own(new Receiver(run, stand.Broker.Port, "listener"));
        listener.Listen();
        await listener.TakesMoreAsync(20, TroubledStand.Comeback);
        line.Trouble = new LineTrouble { FlipsBitEvery = 2000 };
        await line.CutAsync();
        await line.Strikes.WaitForCountAsync(Bits, TroubledStand.Comeback);
        line.Trouble = LineTrouble.None;
        await line.CutAsync();
        await stand.NewsArriveAsync(TroubledStand.Comeback);

        using var report = JsonDocument.Parse(await listener.ReportAsync());
        bool isNoticed = !report.RootElement.GetProperty("isProven").GetBoolean();
        long refused = report.RootElement.GetProperty("invalid").GetInt64();
        run.Struck(isNoticed, $"{line.Strikes.Count} bits flipped, {refused} messages refused, and nothing called proven");
        await stand.ProveAsync();
        await stand.StandsStillAsync();
        var received = Receiver.Received(run["received"]);
        var newest = received.GroupBy(id => (id.Epoch, id.Lane)).ToDictionary(lane => lane.Key, lane => lane.Max(id => id.Seq));
        var stored = StoredMessages.Of(run["data"]).Stored.Where(id => id.Seq <= newest.GetValueOrDefault((id.Epoch, id.Lane))).ToList();
        run.Count(stored.Count, stored.Count(received.Contains), stored.Count(id => !received.Contains(id)), stand.Platform.Repeats);
    }
}
