using Gateway.Testing;

namespace Gateway.EndToEnd;

/// <summary>The whole feed through other brokers: what a receiver proves, its commands, an alarm, the will, and a broker that was killed.</summary>
public class InteroperabilityTests : GatewayTest
{
    // A broker may take so long to start that the gateway has come to look for it every half minute.
    private static readonly TimeSpan _backOff = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Through_NATS_server_everything_is_proven_also_when_it_was_killed() => await EverythingIsProvenAsync(await NatsServer.StartAsync());

    [Fact]
    public async Task Through_RabbitMQ_everything_is_proven_also_when_it_was_killed() => await EverythingIsProvenAsync(await RabbitMqServer.StartAsync());

    private async Task EverythingIsProvenAsync(IBroker peer)
    {
        await using var broker = peer;
        await using var device = await Sites.StartProbeAsync();
        Gateway.WriteProbe(Sites.With(Sites.Tcp(device.Port), broker.Port));
        await Gateway.StartAsync();
        var platform = await SubscribeAsync(broker);
        await device.SetTurbidityAsync(1.6f);
        await platform.WaitForAsync(m => m.IsAlarm("outlet/turbidity/high", "UNACK"));
        await VerifyAsync(broker);

        await broker.KillAsync();
        await device.CountedOnAsync(30);
        await broker.RestartAsync();
        // Whoever of them comes back first: what the broker acknowledges while nobody listens it throws away, and the receiver asks for it.
        await platform.SubscribedAsync(2);
        await device.SetTurbidityAsync(0.4f);
        await platform.WaitForAsync(m => m.IsAlarm("outlet/turbidity/high", "RTN_UNACK"), _backOff);
        await VerifyAsync(broker);

        await Gateway.Process.KillAsync();
        await platform.WaitForAsync(m => m.IsStatus("offline"));
    }

    /// <summary>A receiver asks for everything from the first message on, by commands, and goes on from what it kept before.</summary>
    private async Task VerifyAsync(IBroker broker)
    {
        var (code, output, errors) = await GatewayUnderTest.RunAsync(
            "platform", "verify", "--broker", $"mqtt://127.0.0.1:{broker.Port}", "--until-proven", "--for", "2min", "--backfill", "all", "--ask-after", "1s",
            "--store", Gateway.Folder + "/received", "--receipts");
        Assert.True(code == 0, output + errors);
        Assert.Contains("all is proven", output, StringComparison.Ordinal);
    }
}
