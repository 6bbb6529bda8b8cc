using System.Text;
using System.Text.Json;
using Gateway.Core.Buffering;

namespace Gateway.Core.Tests.Buffering;

public class LayoutTests
{
    [Fact]
    public void The_same_site_always_gives_the_same_digest()
    {
        Assert.Equal(TestSites.LayoutOf(3).Digest, TestSites.LayoutOf(3).Digest);
        Assert.NotEqual(TestSites.LayoutOf(3).Digest, TestSites.LayoutOf(4).Digest);
    }

    [Fact]
    public void A_descriptor_read_back_is_the_same_layout()
    {
        var layout = TestSites.LayoutOf(3);
        var read = Layout.Parse(layout.Descriptor, 5);
        Assert.NotNull(read);
        Assert.Equal(layout.Digest, read.Digest);
        Assert.Equal(layout.Points, read.Points);
        Assert.Equal($"nt-h07@5#{layout.Digest[..8]}", read.Reference);
    }

    [Fact]
    public void The_descriptor_says_what_a_platform_needs_to_know()
    {
        using var json = JsonDocument.Parse(TestSites.LayoutOf(1).Descriptor);
        var point = json.RootElement.GetProperty("points")[0];
        Assert.Equal("outlet/point0", point.GetProperty("id").GetString());
        Assert.Equal("{NTU}", point.GetProperty("unit").GetString());
        Assert.Equal(14, point.GetProperty("range")[1].GetDouble());
        var alarm = json.RootElement.GetProperty("alarms")[0];
        Assert.Equal("outlet/point0/high", alarm.GetProperty("id").GetString());
        Assert.Equal(60_000, alarm.GetProperty("on_delay_ms").GetInt64());
        Assert.Equal("plant-outlet", json.RootElement.GetProperty("devices")[0].GetProperty("class").GetString());
    }

    [Fact]
    public void Chinese_labels_are_text_and_not_escapes() =>
        Assert.Contains("南通市第七医院", Encoding.UTF8.GetString(TestSites.LayoutOf(1).Descriptor.Span), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"site\":{\"id\":7},\"points\":[]}")]
    [InlineData("{\"site\":{\"id\":\"a\"},\"points\":[{\"id\":\"a/b\",\"unit\":\"\",\"every_ms\":\"x\"}]}")]
    [InlineData("{\"site\":{\"id\":\"a\"},\"points\":[{\"id\":null,\"unit\":\"\",\"every_ms\":1}]}")]
    [InlineData("{\"site\":{\"id\":\"a\"},\"points\":[{\"id\":\"a/b\",\"unit\":\"\",\"every_ms\":99999999999999999999}]}")]
    public void What_is_no_descriptor_is_refused_without_an_exception(string text) => Assert.Null(Layout.Parse(Encoding.UTF8.GetBytes(text)));
}
