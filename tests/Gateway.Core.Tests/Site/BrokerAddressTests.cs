using Gateway.Core.Documents;
using Gateway.Core.Forwarding;
using Gateway.Core.Site;

namespace Gateway.Core.Tests.Site;

public class BrokerAddressTests
{
    [Theory]
    [InlineData("mqtt://10.1.2.3", "10.1.2.3", 1883, false, null)]
    [InlineData("mqtts://mqtt.example/", "mqtt.example", 8883, true, null)]
    [InlineData("mqtts://[2001:db8::7]:9000", "2001:db8::7", 9000, true, null)]
    [InlineData("ws://mqtt.example", "mqtt.example", 80, false, "/mqtt")]
    [InlineData("ws://mqtt.example:9001/", "mqtt.example", 9001, false, "/mqtt")]
    [InlineData("wss://mqtt.example/city/mqtt?site=7", "mqtt.example", 443, true, "/city/mqtt?site=7")]
    [InlineData("wss://[2001:db8::7]/a", "2001:db8::7", 443, true, "/a")]
    public void A_broker_is_found_where_its_address_says(string text, string host, int port, bool usesTls, string? path)
    {
        var address = BrokerAddress.Parse(text, out _);
        Assert.Equal(new BrokerAddress(host, port, usesTls, path), address);
        Assert.Equal(address, BrokerAddress.Parse(address!.Text, out _));
    }

    [Theory]
    [InlineData("mqtt.example", "")]
    [InlineData("http://mqtt.example", "")]
    [InlineData("mqtt://mqtt.example/path", "only ws:// and wss:// have a path")]
    [InlineData("ws://mqtt.example/a b", "the path is not made of printable ASCII characters")]
    [InlineData("ws://mqtt.example/a#b", "the path contains #")]
    [InlineData("ws://mqtt.example:0/a", "the port is not a number from 1 to 65535")]
    [InlineData("wss://:443/a", "the host name is not valid")]
    public void What_is_no_address_is_refused_with_the_reason(string text, string reason)
    {
        Assert.Null(BrokerAddress.Parse(text, out var fault));
        Assert.Equal(reason, fault.English);
    }

    [Fact]
    public void A_site_file_may_name_a_broker_behind_a_web_socket()
    {
        var compiled = Sites.Compile("""
            site: { id: a }
            buses: { hall: { connect: tcp://192.0.2.20 } }
            devices: { meter: { profile: common/eastron-sdm, bus: hall } }
            feeds:
              city: { broker: "wss://mqtt.example/mqtt", ca: ca.pem }
              town: { broker: "ws://mqtt.example:9001" }
            """);
        Assert.Empty(compiled.Problems);
        var (city, town) = (compiled.Model!.Feeds[0], compiled.Model.Feeds[1]);
        Assert.Equal(("wss://mqtt.example:443/mqtt", "ws://mqtt.example:9001/mqtt"), (city.Broker, town.Broker));
        var options = FeedSessions.OptionsOf(new FeedSessionRequest(city, () => throw new InvalidOperationException()), new FeedSecrets(_ => default, _ => ""));
        Assert.Equal(("/mqtt", true, 443), (options.WebSocketPath, options.Tls is not null, options.Port));
    }

    [Fact]
    public void Certificates_and_passwords_without_tls_are_told_the_scheme_that_has_it()
    {
        var compiled = Sites.Compile("""
            site: { id: a }
            buses: { hall: { connect: tcp://192.0.2.20 } }
            devices: { meter: { profile: common/eastron-sdm, bus: hall } }
            feeds: { city: { broker: "ws://mqtt.example", ca: ca.pem, user: box, password: "${secret:city}" } }
            """);
        string shown = ProblemText.Render(compiled.Problems, "en");
        Assert.Contains("'ca' has no effect on ws://", shown, StringComparison.Ordinal);
        Assert.Contains("use wss://", shown, StringComparison.Ordinal);
    }
}
