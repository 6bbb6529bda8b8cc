using System.Text;
using Gateway.Testing;

namespace Gateway.EndToEnd;

/// <summary>What answers on the broker's port is no broker, or a sick one: it is tried again, and nothing that was stored is missing in the end.</summary>
public class FalseBrokerTests : GatewayTest
{
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
        await using var broker = await Mosquitto.StartAsync(Unrestrained);
        var platform = await SubscribeAsync(broker);
        door.LeadTo(broker.Port);
        await EverythingArrivesAsync(device, platform);
    }

    [Fact]
    public async Task A_broker_that_breaks_off_in_the_middle_of_a_packet_is_left_and_gets_everything_afterwards()
    {
        await using var device = await Sites.StartProbeAsync();
        await using var broker = await Mosquitto.StartAsync(Unrestrained);
        await using var door = BrokerDoor.Shut();
        // A good CONNACK of MQTT 5, then a packet of a type that does not exist with a length that has no end.
        door.Babble([0x20, 0x03, 0x00, 0x00, 0x00, 0xF7, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);
        Gateway.WriteProbe(Sites.With(Sites.Tcp(device.Port), door.Port));
        await Gateway.StartAsync();
        await Gateway.LoggedAsync("lost its connection");
        var platform = await SubscribeAsync(broker);
        door.LeadTo(broker.Port);
        await EverythingArrivesAsync(device, platform);
    }
}
