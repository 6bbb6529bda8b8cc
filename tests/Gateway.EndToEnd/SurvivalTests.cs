using Gateway.Core.Buffering;
using Gateway.Testing;

namespace Gateway.EndToEnd;

public class SurvivalTests : GatewayTest
{
    [Fact]
    public async Task Everything_stored_before_a_kill_in_a_broker_outage_is_at_the_subscriber_after_both_came_back()
    {
        await using var device = await Sites.StartProbeAsync();
        await using var broker = await Mosquitto.StartAsync();
        await using var door = BrokerDoor.Shut();
        var witness = new PublishWitness();
        Gateway.WriteProbe(Sites.With(Sites.Tcp(device.Port), door.Port));

        var platform = await SubscribeAsync(broker);
        door.LeadTo(broker.Port, witness);
        await Gateway.StartAsync();
        await platform.WaitForAsync(m => m.Reaches("outlet/reads", 10));
        // The line breaks before the broker does, so that it has nothing in hand that it acknowledged: that would die with it.
        door.Slam();
        await door.CutAsync();
        await FeedLedger.AllAreHandedOnAsync(witness.Acknowledged.Entries, platform.Messages);
        await broker.KillAsync();

        // The broker is away; the device goes on counting, the buffer grows, a breach happens in the dark.
        await device.SetTurbidityAsync(1.6f);
        await device.CountedOnAsync(25);
        await Gateway.Process.KillAsync();
        using var ledger = StoredReadings.Open(Gateway.BufferFolder);
        var stored = ledger.NumbersOf("outlet/reads");
        int counted = await device.CountOfAsync();
        Assert.True(stored.Count > 25, $"only {stored.Count} readings were stored: the outage proves nothing");
        long newest = Received.ReadingsOf("outlet/reads").Max(reading => reading.Value.GetInt64());
        Assert.True(stored.Max() > newest, "nothing was stored during the outage");
        Assert.True(ledger.CountOf(Lane.Event) > 0, "no alarm was stored during the outage");

        await broker.RestartAsync();
        await platform.SubscribedAsync(2);
        door.LeadTo(broker.Port, witness);
        await Gateway.StartAsync();
        await platform.WaitForAsync(m => m.Reaches("outlet/reads", counted + 1));
        await platform.WaitForAsync(m => m.IsAlarm("outlet/turbidity/high", "UNACK"));

        await FeedLedger.AllArriveAsync(stored, platform.Messages, "outlet/reads");
        FeedLedger.AssertNoHoles(Received);

        // What the server counted and the subscriber has not may only be what was answered after the last commit before the kill.
        var arrived = Received.GoodNumbersOf("outlet/reads").ToHashSet();
        Assert.All(Enumerable.Range(1, counted).Where(value => !arrived.Contains(value)), value => Assert.InRange(value, stored.Max() + 1, counted));
    }

    [Fact]
    public async Task A_second_gateway_on_the_same_buffer_is_refused_and_the_first_goes_on()
    {
        await using var device = await Sites.StartProbeAsync();
        await using var broker = await Mosquitto.StartAsync();
        var platform = await SubscribeAsync(broker);
        Gateway.WriteProbe(Sites.With(Sites.Tcp(device.Port), broker.Port));
        await Gateway.StartAsync();

        var second = await Gateway.AskAsync("run");
        Assert.Equal(8, second.ExitCode);
        Assert.Contains(Gateway.Process.Id.ToString(), second.Errors);

        int soFar = platform.Messages.Count;
        await platform.Messages.WaitForCountAsync(soFar + 3);
        Assert.Equal(0, await Gateway.Process.TerminateAsync());
    }
}
