using Gateway.Testing;

namespace Gateway.EndToEnd;

/// <summary>A broker that is away, stands still or dies: nothing that was stored is missing in the end.</summary>
public class BrokerOutageTests : GatewayTest
{
    [Fact]
    public async Task A_broker_that_comes_after_the_gateway_gets_everything_from_the_first_reading_on()
    {
        await using var device = await Sites.StartProbeAsync();
        await using var door = BrokerDoor.Shut();
        Gateway.WriteProbe(Sites.With(Sites.Tcp(device.Port), door.Port));
        await Gateway.StartAsync();
        await Gateway.LoggedAsync("cannot connect");
        await device.CountedOnAsync(5);

        await using var broker = await Mosquitto.StartAsync(Unrestrained);
        var platform = await SubscribeAsync(broker);
        door.LeadTo(broker.Port);
        await EverythingArrivesAsync(device, platform);
        Assert.Contains(1, Received.ReadingsOf("outlet/reads").Where(r => r.Quality == "G").Select(r => r.Value.GetInt64()));
    }

    [Fact]
    public async Task A_broker_that_stands_still_and_goes_on_has_missed_nothing()
    {
        await using var device = await Sites.StartProbeAsync();
        await using var broker = await Mosquitto.StartAsync(Unrestrained);
        var platform = await SubscribeAsync(broker);
        Gateway.WriteProbe(Sites.With(Sites.Tcp(device.Port), broker.Port, "keep_alive: 5s, window: 4,"));
        await Gateway.StartAsync();
        await platform.WaitForAsync(m => m.Reaches("outlet/reads", 5));

        // A short stop: the connection outlives it.
        broker.Freeze();
        await device.CountedOnAsync(20);
        broker.Thaw();
        int counted = await device.CountOfAsync();
        await platform.WaitForAsync(m => m.Reaches("outlet/reads", counted));
        Assert.DoesNotContain(Gateway.Process.Output.Entries, line => line.Contains("lost its connection", StringComparison.Ordinal));

        // A long one: the gateway gives the connection up. What the broker finds in its old socket afterwards are repeats.
        broker.Freeze();
        await Gateway.LoggedAsync("lost its connection");
        broker.Thaw();
        await EverythingArrivesAsync(device, platform);
    }

    [Fact]
    public async Task A_broker_killed_again_and_again_under_load_costs_nothing_that_was_stored()
    {
        await using var device = await Sites.StartProbeAsync();
        await using var broker = await Mosquitto.StartAsync(Unrestrained);
        await using var door = BrokerDoor.Shut();
        var witness = new PublishWitness();
        WriteBusySite(device, door);
        var platform = await SubscribeAsync(broker);
        door.LeadTo(broker.Port, witness);
        await Gateway.StartAsync();

        int beforeTheLast = 0;
        for (int kill = 0; kill < 2; kill++)
        {
            int counted = await device.CountOfAsync();
            await platform.WaitForAsync(m => m.Reaches("outlet/reads", counted + 200));
            door.Slam();
            await broker.KillAsync();
            await door.CutAsync();
            await device.CountedOnAsync(200);
            await broker.RestartAsync();
            await platform.SubscribedAsync(kill + 2);
            beforeTheLast = witness.Acknowledged.Count;
            door.LeadTo(broker.Port, witness);
        }
        // What is sent is what a broker acknowledged. The killed ones may have kept some of it from the platform for ever, the last one may not.
        await EverythingStoredArrivesAsync(witness.Acknowledged);
        await FeedLedger.AllAreHandedOnAsync(witness.Acknowledged.Entries.Skip(beforeTheLast), platform.Messages);
    }

    [Fact]
    public async Task What_a_broker_acknowledged_and_took_with_it_is_sent_but_not_delivered_and_still_stored()
    {
        await using var device = await Sites.StartProbeAsync();
        await using var broker = await Mosquitto.StartAsync(Unrestrained);
        await using var door = BrokerDoor.Shut();
        var witness = new PublishWitness();
        WriteBusySite(device, door);
        var platform = await SubscribeAsync(broker);
        door.LeadTo(broker.Port, witness);
        await Gateway.StartAsync();
        await platform.WaitForAsync(m => m.Reaches("outlet/reads", 1));

        // The platform takes nothing for a while. The broker acknowledges all the same, and dies.
        platform.Freeze();
        int before = witness.Acknowledged.Count;
        await witness.Acknowledged.WaitForCountAsync(before + 60);
        door.Slam();
        await broker.KillAsync();
        await door.CutAsync();
        platform.Thaw();
        await broker.RestartAsync();
        await platform.SubscribedAsync(2);
        var held = witness.Acknowledged.Entries.Skip(before).GoodNumbersOf("outlet/reads").ToHashSet();
        door.LeadTo(broker.Port, witness);
        await platform.WaitForAsync(m => m.Reaches("outlet/reads", held.Max() + 1));

        var lost = held.Except(Received.GoodNumbersOf("outlet/reads")).ToList();
        Assert.NotEmpty(lost);
        await EverythingStoredArrivesAsync(witness.Acknowledged);
        Assert.Equal(0, await Gateway.Process.TerminateAsync());
        using var ledger = StoredReadings.Open(Gateway.BufferFolder);
        Assert.Empty(lost.Except(ledger.NumbersOf("outlet/reads")));
    }

    /// <summary>Read as fast as the device answers, stored and sent ten times a second.</summary>
    private void WriteBusySite(PymodbusServer device, BrokerDoor door)
    {
        Gateway.Write("profiles/test/probe.yaml", Sites.ProbeProfile.Replace("every: 100ms", "every: 0s", StringComparison.Ordinal));
        Gateway.WriteSite(Sites.With(Sites.Tcp(device.Port), door.Port).Replace("commit_every: 300ms", "commit_every: 100ms", StringComparison.Ordinal));
    }
}
