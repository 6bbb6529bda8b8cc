using System.Text;
using System.Text.Json.Nodes;
using Gateway.Core.Receiving;
using Gateway.Core.Tests.Forwarding.EnvgwJson;
using Gateway.Mqtt;

namespace Gateway.Core.Tests.Receiving;

/// <summary>Anybody may publish under a root that a receiver listens to.</summary>
public class ReceiverNoiseTests
{
    private const int Messages = 40_000;

    private static readonly string[] _topics =
        ["data/live", "data/fill", "data/event", "data/diag", "birth", "status", "desc/9f2c1ab0", "desc/9f2c1ab0/0", "reply/verify", "cmd/read", "ack/live"];

    private static readonly string[] _values =
        ["null", "0", "-1", "1", "9007199254740991", "9223372036854775808", "1.0", "1e300", "0.5", "\"\"", "\"x\"", "[]", "{}", "[[]]", "[1,2]", "true", "\"k3f6x2qa\"", "\"diag\"", "\"readings\""];

    [Fact]
    public void Whatever_is_published_is_taken_or_refused_and_ends_no_receiver()
    {
        var random = new Random(20);
        var receiver = new Receiver(new ReceiverOptions { Client = "verify" });
        byte[][] samples = [.. Samples.All.Values];
        for (int n = 0; n < Messages; n++)
        {
            var json = JsonNode.Parse(samples[random.Next(samples.Length)])!;
            for (int changes = random.Next(4); changes > 0; changes--) Change(json, random);
            byte[] payload = Encoding.UTF8.GetBytes(json.ToJsonString());
            if (random.Next(20) == 0) payload[random.Next(payload.Length)] = (byte)random.Next(256);
            string topic = $"envgw1/default/nt-h07/{_topics[random.Next(_topics.Length)]}";
            receiver.Take(new MqttPublish { Topic = topic, Payload = payload, Retain = random.Next(2) == 0 }, TimeSpan.FromSeconds(n / 1000.0), 1_763_757_000_000);
            receiver.TakeStored("envgw1/default/nt-h08", payload, TimeSpan.Zero);
            if (n % 1_000 == 0) _ = (receiver.CommandsDue(TimeSpan.FromSeconds(n), 1_763_757_000_000), ReceiverReport.Of(receiver).Unproven().Count());
        }
        Assert.InRange(receiver.Faulty, Messages / 4, Messages);
        Assert.NotEmpty(receiver.Gateways.SelectMany(gateway => gateway.Lanes));
    }

    /// <summary>One member or item, anywhere, becomes something else or goes.</summary>
    private static void Change(JsonNode json, Random random)
    {
        var places = Places(json).ToList();
        if (places.Count == 0) return;
        var (parent, key) = places[random.Next(places.Count)];
        var value = JsonNode.Parse(_values[random.Next(_values.Length)]);
        if (parent is JsonArray list) list[int.Parse(key, System.Globalization.CultureInfo.InvariantCulture)] = value;
        else if (random.Next(3) == 0) parent.AsObject().Remove(key);
        else parent[key] = value;
    }

    private static IEnumerable<(JsonNode Parent, string Key)> Places(JsonNode json) => json switch
    {
        JsonObject members => members.SelectMany(member => (member.Value is null ? [] : Places(member.Value)).Prepend((members, member.Key))),
        JsonArray items => items.SelectMany((item, at) => (item is null ? [] : Places(item)).Prepend((items, $"{at}"))),
        _ => [],
    };
}
