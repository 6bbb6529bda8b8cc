using Gateway.EndToEnd;
using Gateway.Faults.Running;
using Gateway.Faults.Site;
using Gateway.Testing;

namespace Gateway.Faults.Cases;

/// <summary>
/// Each of three brokers is killed once under load, while the gateway, the receiver or both are connected to it. A door stands for the balancer that
/// leads them to one that lives. What such a cluster acknowledged and lost, or handed to nobody, the receiver asks for.
/// </summary>
internal abstract class ClusterCase : FaultCase
{
    // A member that comes back has to catch up, and clients are led to it next.
    private static readonly TimeSpan _recovery = TimeSpan.FromMinutes(3);

    public override TimeSpan Limit => TimeSpan.FromMinutes(12);

    protected abstract Task<IBrokerCluster> StartClusterAsync();

    public override async Task RunAsync(CaseRun run)
    {
        var cluster = run.Own(await StartClusterAsync());
        var device = run.Own(await Sites.StartProbeAsync());
        var gatewayDoor = run.Own(BrokerDoor.Shut());
        var receiverDoor = run.Own(BrokerDoor.Shut());
        gatewayDoor.LeadTo(cluster.Members[0].Port);
        receiverDoor.LeadTo(cluster.Members[1].Port);
        var receiver = run.Own(new Receiver(run, receiverDoor.Port));
        var gateway = run.Own(new GatewayUnderTest());
        WriteBusySite(gateway, device, gatewayDoor, run["data"]);
        await gateway.StartAsync();
        await gateway.LoggedAsync("is connected to");
        receiver.Listen();
        await receiver.TakesMoreAsync(50, _recovery);
        await CaseRun.UntilAsync(() => cluster.KeepsThreeCopies, "the brokers keep three copies", _recovery);

        for (int at = 0; at < cluster.Members.Count; at++)
        {
            var next = cluster.Members[(at + 1) % cluster.Members.Count];
            await cluster.Members[at].KillAsync();
            await device.SetTurbidityAsync(at % 2 == 0 ? 1.6f : 0.4f);
            gatewayDoor.LeadTo(next.Port);
            receiverDoor.LeadTo(next.Port);
            await receiver.TakesMoreAsync(50, _recovery);
            await cluster.Members[at].RestartAsync();
            await receiver.TakesMoreAsync(50, _recovery);
        }
        int lost = gateway.Process.Output.Entries.Count(line => line.Contains("lost its connection", StringComparison.Ordinal));
        run.Struck(lost > 0, $"{cluster.Members.Count} brokers killed, {lost} connections of the gateway lost with them");
        await JudgeAsync(run, gateway, receiver);
    }

    private static async Task JudgeAsync(CaseRun run, GatewayUnderTest gateway, Receiver receiver)
    {
        long repeats = await receiver.ProveAsync();
        run.Require(await gateway.Process.TerminateAsync() == 0, "the gateway ends well");
        var received = receiver.Received();
        // What was stored after the proof is newer than all that was received.
        var newest = received.GroupBy(id => (id.Epoch, id.Lane)).ToDictionary(lane => lane.Key, lane => lane.Max(id => id.Seq));
        var stored = StoredMessages.Of(run["data"]).Stored.Where(id => id.Seq <= newest.GetValueOrDefault((id.Epoch, id.Lane))).ToList();
        long missing = stored.Count(id => !received.Contains(id));
        run.Count(stored.Count, stored.Count - missing, missing, repeats);
    }

    /// <summary>Read as fast as the device answers, stored and sent ten times a second.</summary>
    private static void WriteBusySite(GatewayUnderTest gateway, PymodbusServer device, BrokerDoor door, string data)
    {
        string[] lines = Sites.With(Sites.Tcp(device.Port), door.Port).Split('\n');
        lines[^1] = $"buffer: {{ path: {data}, keep: 1d, maximum: 64MB, commit_every: 100ms }}";
        gateway.Write("profiles/test/probe.yaml", Sites.ProbeProfile.Replace("every: 100ms", "every: 0s", StringComparison.Ordinal));
        gateway.WriteSite(string.Join('\n', lines));
    }
}
