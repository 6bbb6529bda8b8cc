using Gateway.Testing;

namespace Gateway.EndToEnd;

public class BreachTests : GatewayTest
{
    [Fact]
    public async Task A_value_above_its_limit_in_an_independent_server_arrives_as_an_alarm_at_an_independent_subscriber()
    {
        await using var device = await PymodbusServer.StartTcpAsync([new PymodbusUnit(Sites.Unit)]);
        await ABreachArrives(device, Sites.Tcp(device.Port));
    }

    [Fact]
    public async Task A_breach_travels_over_a_serial_line_too()
    {
        await using var line = await SocatPtyPair.StartAsync();
        await using var device = await PymodbusServer.StartSerialAsync(line.B, [new PymodbusUnit(Sites.Unit)]);
        await ABreachArrives(device, $"port: {line.A}, serial: 9600-8N1");
    }

    private async Task ABreachArrives(PymodbusServer device, string bus)
    {
        await device.SetTurbidityAsync(0.4f);
        await using var broker = await Mosquitto.StartAsync();
        var platform = await SubscribeAsync(broker);
        Gateway.WriteProbe(Sites.With(bus, broker.Port));
        await Gateway.StartAsync();

        await platform.WaitForAsync(m => m.HasReading("outlet/turbidity", (value, _) => value.GetDouble() == 0.4));
        Assert.DoesNotContain(platform.Messages.Entries, m => m.IsAlarm("outlet/turbidity/high", "UNACK"));

        await device.SetTurbidityAsync(1.6f);
        var alarm = (await platform.WaitForAsync(m => m.IsAlarm("outlet/turbidity/high", "UNACK"))).Json();
        Assert.Equal(1.6, alarm.GetProperty("alarm").GetProperty("value").GetDouble());
        Assert.Equal("NORMAL", alarm.GetProperty("alarm").GetProperty("from").GetString());
        Assert.Equal("{NTU}", alarm.GetProperty("alarm").GetProperty("unit").GetString());
        Assert.Equal("e2e", alarm.GetProperty("gateway").GetString());
        await platform.WaitForAsync(m => m.HasReading("outlet/turbidity", (value, _) => value.GetDouble() == 1.6));

        await device.SetTurbidityAsync(0.4f);
        await platform.WaitForAsync(m => m.IsAlarm("outlet/turbidity/high", "RTN_UNACK"));
        Assert.Equal(0, await Gateway.Process.TerminateAsync());
        await platform.WaitForAsync(m => m.IsStatus("closing"));
    }
}
