using System.Text.Json;
using Gateway.Testing;

namespace Gateway.EndToEnd;

/// <summary><c>envgw platform verify</c> against the real gateway: what it proves, and what it refuses to prove.</summary>
public class PlatformVerifyTests : GatewayTest
{
    [Fact]
    public async Task A_receiver_that_comes_late_asks_for_what_was_before_stores_it_and_proves_everything()
    {
        await using var device = await Sites.StartProbeAsync();
        await using var broker = await Mosquitto.StartAsync(Unrestrained);
        Gateway.WriteProbe(Sites.With(Sites.Tcp(device.Port), broker.Port));
        await Gateway.StartAsync();
        await device.CountedOnAsync(20);

        // Nobody listened so far: the broker has thrown all of it away.
        var platform = await SubscribeAsync(broker);
        string[] verify = ["platform", "verify", "--broker", $"mqtt://127.0.0.1:{broker.Port}", "--until-proven", "--for", "2min", "--backfill", "all",
            "--ask-after", "1s", "--store", Gateway.Folder + "/received", "--receipts", "--json"];
        var (code, output, errors) = await GatewayUnderTest.RunAsync(verify);
        Assert.True(code == 0, output + errors);
        var lanes = Lanes(output);
        Assert.Equal(1, lanes["live"].GetProperty("from").GetInt64());
        Assert.True(lanes["live"].GetProperty("chainedTo").GetInt64() >= 1);
        Assert.Equal(0, lanes["live"].GetProperty("missing").GetArrayLength());
        await platform.WaitForAsync(m => m.Topic.EndsWith("/ack/live", StringComparison.Ordinal));

        string live = Directory.GetFiles(Gateway.Folder + "/received", "*.live.jsonl", SearchOption.AllDirectories).Single();
        Assert.Contains((await File.ReadAllLinesAsync(live)).Select(line => JsonDocument.Parse(line).RootElement), m => m.GetProperty("seq").GetInt64() == 1);

        // A second run goes on from the folder, through a kill of the gateway.
        await Gateway.Process.KillAsync();
        await Gateway.StartAsync();
        await device.CountedOnAsync(10);
        (code, output, errors) = await GatewayUnderTest.RunAsync(verify);
        Assert.True(code == 0, output + errors);
        Assert.Equal(1, Lanes(output)["live"].GetProperty("from").GetInt64());
    }

    [Fact]
    public async Task A_receiver_that_its_broker_knows_from_before_still_hears_who_the_gateway_is()
    {
        await using var device = await Sites.StartProbeAsync();
        await using var broker = await Mosquitto.StartAsync(Unrestrained);
        Gateway.WriteProbe(Sites.With(Sites.Tcp(device.Port), broker.Port));
        await Gateway.StartAsync();
        for (int run = 0; run < 2; run++)
        {
            await device.CountedOnAsync(5);
            var (_, output, errors) = await GatewayUnderTest.RunAsync(
                "platform", "verify", "--broker", $"mqtt://127.0.0.1:{broker.Port}", "--client", "platform", "--backfill", "none", "--until-proven", "--for", "4s");
            Assert.Contains("live", output, StringComparison.Ordinal);
            Assert.False(output.Contains("no birth has come", StringComparison.Ordinal), $"run {run}: {output}{errors}");
        }
    }

    [Fact]
    public async Task Nothing_is_proven_where_nobody_speaks_and_a_broker_that_is_not_there_is_said()
    {
        await using var broker = await Mosquitto.StartAsync(Unrestrained);
        var silent = await GatewayUnderTest.RunAsync("platform", "verify", "--broker", $"mqtt://127.0.0.1:{broker.Port}", "--until-proven", "--for", "1s");
        Assert.Equal(1, silent.ExitCode);
        Assert.Contains("no gateway was heard", silent.Output, StringComparison.Ordinal);
        var absent = await GatewayUnderTest.RunAsync("platform", "verify", "--broker", $"mqtt://127.0.0.1:{FreePort.Next()}");
        Assert.Equal(4, absent.ExitCode);
        Assert.StartsWith("error: 127.0.0.1:", absent.Errors, StringComparison.Ordinal);
    }

    private static Dictionary<string, JsonElement> Lanes(string output) =>
        JsonDocument.Parse(output).RootElement.GetProperty("gateways")[0].GetProperty("lanes").EnumerateArray()
            .ToDictionary(lane => lane.GetProperty("lane").GetString()!);
}
