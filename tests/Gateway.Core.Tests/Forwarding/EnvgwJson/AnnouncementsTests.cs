using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Gateway.Core.Forwarding.EnvgwJson;
using Gateway.Core.Tests.Buffering;

namespace Gateway.Core.Tests.Forwarding.EnvgwJson;

public class AnnouncementsTests
{
    [Theory]
    [InlineData(6, false, 1)]
    [InlineData(6, true, 1)]
    [InlineData(1_000, false, 4)]
    [InlineData(40_000, true, 4)]
    public void A_receiver_puts_the_descriptor_together_and_its_digest_is_right(int points, bool compress, int leastMessages)
    {
        var layout = TestSites.LayoutOf(points).Numbered(1);
        var messages = Samples.Announcements(compress).Descriptor(layout);
        string topic = $"envgw1/acme/nt-h07/desc/{layout.ShortDigest}";

        Assert.True(messages.Count == 1 || messages.Count >= leastMessages, $"{messages.Count} messages");
        Assert.All(messages, message => Assert.True(message is { Retain: true, Payload.Length: <= Announcements.MostDescriptorBytes }));
        Assert.Equal(topic, messages[^1].Topic);

        byte[] joined = messages[^1].Payload.ToArray();
        if (messages.Count > 1)
        {
            using var index = JsonDocument.Parse(joined);
            int chunks = index.RootElement.GetProperty("chunks").GetInt32();
            joined = [.. Enumerable.Range(0, chunks).SelectMany(n => messages.Single(m => m.Topic == $"{topic}/{n}").Payload.ToArray())];
        }
        Assert.Equal(layout.Digest, Convert.ToHexStringLower(SHA256.HashData(joined[0] == 0x1F ? Unpack(joined) : joined)));
    }

    [Fact]
    public void The_birth_is_retained_or_not_and_otherwise_the_same()
    {
        var announcements = Samples.Announcements();
        var retained = announcements.Birth(1, Samples.Time, default, Samples.Layout, Samples.Epochs, [], retain: true);
        var copy = announcements.Birth(1, Samples.Time, default, Samples.Layout, Samples.Epochs, [], retain: false);
        Assert.True(retained.Retain && !copy.Retain);
        Assert.Equal(retained.Payload.ToArray(), copy.Payload.ToArray());
    }

    private static byte[] Unpack(byte[] payload)
    {
        using var gzip = new GZipStream(new MemoryStream(payload), CompressionMode.Decompress);
        using var json = new MemoryStream();
        gzip.CopyTo(json);
        return json.ToArray();
    }
}
