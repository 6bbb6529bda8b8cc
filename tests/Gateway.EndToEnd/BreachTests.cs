using Gateway.Testing;

namespace Gateway.EndToEnd;

public class BreachTests
{
    [Fact]
    public async Task A_value_above_its_limit_in_an_independent_server_arrives_as_an_alarm_at_an_independent_subscriber()
    {
        await using var device = await PymodbusServer.StartTcpAsync([new PymodbusUnit(Sites.Unit)]);
        await ABreachArrives(device, $"connect: \"tcp://127.0.0.1:{device.Port}\"");
    }

    [Fact]
    public async Task A_breach_travels_over_a_serial_line_too()
    {
        await using var line = await SocatPtyPair.StartAsync();
        await using var device = await PymodbusServer.StartSerialAsync(line.B, [new PymodbusUnit(Sites.Unit)]);
        await ABreachArrives(device, $"port: {line.A}, serial: 9600-8N1");
    }

    private static async Task ABreachArrives(PymodbusServer device, string bus)
    {
        await device.SetTurbidityAsync(0.4f);
        await using var broker = await Mosquitto.StartAsync();
        await using var platform = await MosquittoSubscriber.StartAsync(broker, ["envgw1/#"]);
        await using var gateway = new GatewayUnderTest();
        gateway.Write("profiles/test/probe.yaml", Sites.ProbeProfile);
        gateway.WriteSite(Sites.With(bus, broker.Port));
        await gateway.StartAsync();

        await platform.WaitForAsync(m => new[] { m }.ReadingsOf("outlet/turbidity").Any(r => r.Value.GetDouble() == 0.4));
        Assert.DoesNotContain(platform.Messages.Entries, m => m.IsAlarm("outlet/turbidity/high", "UNACK"));

        await device.SetTurbidityAsync(1.6f);
        var alarm = (await platform.WaitForAsync(m => m.IsAlarm("outlet/turbidity/high", "UNACK"))).Json();
        Assert.Equal(1.6, alarm.GetProperty("alarm").GetProperty("value").GetDouble());
        Assert.Equal("NORMAL", alarm.GetProperty("alarm").GetProperty("from").GetString());
        Assert.Equal("{NTU}", alarm.GetProperty("alarm").GetProperty("unit").GetString());
        Assert.Equal("e2e", alarm.GetProperty("gateway").GetString());
        await platform.WaitForAsync(m => new[] { m }.ReadingsOf("outlet/turbidity").Any(r => r.Value.GetDouble() == 1.6));

        await device.SetTurbidityAsync(0.4f);
        await platform.WaitForAsync(m => m.IsAlarm("outlet/turbidity/high", "RTN_UNACK"));
        Assert.Equal(0, await gateway.Process.TerminateAsync());
        await platform.WaitForAsync(m => m.Topic.EndsWith("/status", StringComparison.Ordinal) && m.Json().GetProperty("state").GetString() == "closing");

        Assert.Empty(await SchemaValidator.FaultsInAsync(Path.Combine(AppContext.BaseDirectory, "schemas"), platform.Messages.Entries));
    }
}
