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
        Gateway.Write("profiles/test/probe.yaml", Sites.ProbeProfile.Replace("every: 100ms", "every: 0s", StringComparison.Ordinal));
        Gateway.WriteSite(Sites.With(Sites.Tcp(device.Port), door.Port).Replace("commit_every: 300ms", "commit_every: 100ms", StringComparison.Ordinal));
        var platform = await SubscribeAsync(broker);
        door.LeadTo(broker.Port);
        await Gateway.StartAsync();

        for (int kill = 0; kill < 2; kill++)
        {
            int counted = await device.CountOfAsync();
            await platform.WaitForAsync(m => m.Reaches("outlet/reads", counted + 200));
            door.Slam();
            await broker.KillAsync();
            await device.CountedOnAsync(200);
            await broker.RestartAsync();
            await broker.SubscriberIsBackAsync();
            door.LeadTo(broker.Port);
        }
        await EverythingArrivesAsync(device, platform);
    }
}
