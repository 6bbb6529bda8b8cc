using System.Text.Json;
using Gateway.Faults.Networks;
using Gateway.Faults.Running;
using Gateway.Faults.Site;

namespace Gateway.Faults.Cases;

/// <summary>
/// A line without TLS alters bits, and the broker acknowledges what it got. A receiver that was there refuses what is damaged and asks for it again: it proves
/// everything in the end, and says what it refused.
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
        long damaged = report.RootElement.GetProperty("damaged").GetInt64(), invalid = report.RootElement.GetProperty("invalid").GetInt64();
        run.Struck(damaged > 0, $"{line.Strikes.Count} bits flipped, {damaged} messages refused for their sum, {invalid} for their form");
        await listener.ProveAsync();
        await stand.ProveAsync();
        await stand.StandsStillAsync();
        var received = Receiver.Received(run["received"]);
        var newest = received.GroupBy(id => (id.Epoch, id.Lane)).ToDictionary(lane => lane.Key, lane => lane.Max(id => id.Seq));
        var stored = StoredMessages.Of(run["data"]).Stored.Where(id => id.Seq <= newest.GetValueOrDefault((id.Epoch, id.Lane))).ToList();
        run.Count(stored.Count, stored.Count(received.Contains), stored.Count(id => !received.Contains(id)), stand.Platform.Repeats);
    }
}
