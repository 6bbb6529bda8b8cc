using System.Security.Cryptography;
using System.Text.Json;
using Gateway.Testing;

namespace Gateway.EndToEnd;

/// <summary>A platform that asks over a real broker with a client nobody here wrote: it proves that it has everything, and gets again what it wants.</summary>
public class ProofTests : GatewayTest
{
    private const string Root = "envgw1/default/e2e";

    [Fact]
    public async Task A_platform_proves_by_a_manifest_that_it_has_everything_and_gets_again_byte_for_byte_what_it_asks_for()
    {
        await using var device = await Sites.StartProbeAsync();
        await using var broker = await Mosquitto.StartAsync(Unrestrained);
        var platform = await SubscribeAsync(broker);
        Gateway.WriteProbe(Sites.With(Sites.Tcp(device.Port), broker.Port));
        await Gateway.StartAsync();
        await platform.WaitForAsync(m => m.Reaches("outlet/reads", 5));

        var answer = await AskAsync(broker, "manifest", """ "of":"live" """);
        Assert.Equal("done", answer.GetProperty("state").GetString());
        var manifest = Assert.Single(answer.GetProperty("result").GetProperty("manifests").EnumerateArray());
        string epoch = manifest.GetProperty("epoch").GetString()!;
        long first = manifest.GetProperty("first").GetInt64(), to = manifest.GetProperty("to").GetInt64();
        await platform.WaitForAsync(m => IsLive(m) && m.Identity().Seq >= to);
        Assert.Equal(ChainOf(first, to), manifest.GetProperty("chain").GetString());

        var again = await AskAsync(broker, "backfill", $$""" "of":"live","epoch":"{{epoch}}","ranges":[[{{first}},{{to}}]] """);
        Assert.Equal("done", again.GetProperty("state").GetString());
        Assert.Equal(to - first + 1, again.GetProperty("result").GetProperty("sent").GetInt64());
        var repeats = Received.Where(m => m.UserProperties.Contains("rp:", StringComparison.Ordinal)).ToList();
        Assert.Equal(to - first + 1, repeats.Count);

        var refused = await AskAsync(broker, "acknowledge", """ "alarm":"outlet/reads/high","occurrence":"01JD7XQ8Z4M2" """);
        Assert.Equal("refused", refused.GetProperty("state").GetString());
        // Each command is an event; those that were taken, two.
        await platform.WaitForAsync(m => m.Topic == $"{Root}/data/event" && m.Text.Contains("\"refused\"", StringComparison.Ordinal));
    }

    private static bool IsLive(MosquittoMessage message) => message.Topic == $"{Root}/data/live";

    private string ChainOf(long first, long to)
    {
        byte[] head = new byte[SHA256.HashSizeInBytes];
        foreach (var message in Received.Where(IsLive).DistinctBy(m => m.Identity().Seq).OrderBy(m => m.Identity().Seq))
        {
            if (message.Identity().Seq >= first && message.Identity().Seq <= to)
                head = SHA256.HashData([.. head, .. SHA256.HashData(FeedMessages.Plain(message.Payload))]);
        }
        return Convert.ToHexStringLower(head);
    }

    /// <summary>Asks as a platform does: mosquitto_rr sends with a response topic and prints what comes there.</summary>
    private static async Task<JsonElement> AskAsync(Mosquitto broker, string verb, string arguments)
    {
        long expires = TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds();
        string command = $$"""{"version":"1.0","kind":"command","id":"{{Guid.NewGuid():N}}","by":"platform-a","expires":{{expires}},{{arguments.Trim()}}}""";
        await using var asking = RunningProcess.Start(
            "mosquitto_rr",
            ["-V", "5", "-h", "127.0.0.1", "-p", $"{broker.Port}", "-q", "1", "-W", "60", "-t", $"{Root}/cmd/{verb}", "-e", $"platform/answers/{verb}", "-m",
                command],
            "mosquitto-clients");
        string line = await asking.WaitForLineAsync(line => line.StartsWith('{'));
        return JsonDocument.Parse(line).RootElement;
    }
}
