using System.Text;
using Gateway.Testing;

namespace Gateway.EndToEnd;

/// <summary>A broker that is away, stands still, dies or is none: nothing that was stored is missing in the end.</summary>
public class BrokerTroubleTests : GatewayTest
{
    // A subscriber that the broker restrains would be owed messages when the broker is killed, and the gateway could not know.
    private static readonly MosquittoOptions _unrestrained = new() { ExtraLines = ["max_inflight_messages 0", "max_queued_messages 0"] };

    [Fact]
    public async Task A_broker_that_comes_after_the_gateway_gets_everything_from_the_first_reading_on()
    {
        await using var device = await Sites.StartProbeAsync();
        await using var door = BrokerDoor.Shut();
        Gateway.WriteProbe(Sites.With(Sites.Tcp(device.Port), door.Port));
        await Gateway.StartAsync();
        await Gateway.LoggedAsync("cannot connect");
        await device.CountedOnAsync(5);

        await using var broker = await Mosquitto.StartAsync(_unrestrained);
        var platform = await SubscribeAsync(broker);
        door.LeadTo(broker.Port);
        await EverythingArrives(device, platform);
        Assert.Contains(1, Received.ReadingsOf("outlet/reads").Where(r => r.Quality == "G").Select(r => r.Value.GetInt64()));
    }

    [Fact]
    public async Task A_broker_that_stands_still_and_goes_on_has_missed_nothing()
    {
        await using var device = await Sites.StartProbeAsync();
        await using var broker = await Mosquitto.StartAsync(_unrestrained);
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
        await EverythingArrives(device, platform);
    }

    [Fact]
    public async Task A_broker_killed_again_and_again_under_load_costs_nothing_that_was_stored()
    {
        await using var device = await Sites.StartProbeAsync();
        await using var broker = await Mosquitto.StartAsync(_unrestrained);
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
        await EverythingArrives(device, platform);
    }

    [Fact]
    public async Task A_port_that_talks_nonsense_closes_or_never_answers_is_tried_until_a_broker_is_there()
    {
        await using var device = await Sites.StartProbeAsync();
        await using var door = BrokerDoor.Shut();
        door.Babble(Encoding.ASCII.GetBytes("HTTP/1.1 400 Bad Request\r\n\r\n"));
        Gateway.WriteProbe(Sites.With(Sites.Tcp(device.Port), door.Port));
        await Gateway.StartAsync();
        await door.Visits.WaitForCountAsync(1);
        await Gateway.LoggedAsync("cannot connect");
        door.Slam();
        await door.Visits.WaitForCountAsync(2);
        door.BeMute();
        await door.Visits.WaitForCountAsync(3);
        await using var broker = await Mosquitto.StartAsync(_unrestrained);
        var platform = await SubscribeAsync(broker);
        door.LeadTo(broker.Port);
        await EverythingArrives(device, platform);
    }

    [Fact]
    public async Task A_broker_that_breaks_off_in_the_middle_of_a_packet_is_left_and_gets_everything_afterwards()
    {
        await using var device = await Sites.StartProbeAsync();
        await using var broker = await Mosquitto.StartAsync(_unrestrained);
        await using var door = BrokerDoor.Shut();
        // A good CONNACK of MQTT 5, then a packet of a type that does not exist with a length that has no end.
        door.Babble([0x20, 0x03, 0x00, 0x00, 0x00, 0xF7, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);
        Gateway.WriteProbe(Sites.With(Sites.Tcp(device.Port), door.Port));
        await Gateway.StartAsync();
        await Gateway.LoggedAsync("lost its connection");
        var platform = await SubscribeAsync(broker);
        door.LeadTo(broker.Port);
        await EverythingArrives(device, platform);
    }

    private async Task EverythingArrives(PymodbusServer device, MosquittoSubscriber platform)
    {
        int counted = await device.CountOfAsync();
        await platform.WaitForAsync(m => m.Reaches("outlet/reads", counted));
        await EverythingStoredArrivesAsync(platform);
    }
}
