namespace Gateway.Mqtt.Tests.Packets;

public sealed class MqttTopicTests
{
    [Theory]
    [InlineData("a", true)]
    [InlineData("/", true)]
    [InlineData("a//b", true)]
    [InlineData("水/质", true)]
    [InlineData("", false)]
    [InlineData("a/+", false)]
    [InlineData("a#", false)]
    [InlineData("a\0", false)]
    public void Topic_names_are_told_from_what_is_none(string topic, bool isName) => Assert.Equal(isName, MqttTopic.IsName(topic));

    [Fact]
    public void Half_a_surrogate_pair_is_in_no_topic() => Assert.False(MqttTopic.IsName("a\uD800b"));

    [Theory]
    [InlineData("#", true)]
    [InlineData("+", true)]
    [InlineData("a/#", true)]
    [InlineData("+/a/+", true)]
    [InlineData("/+", true)]
    [InlineData("$share/g/a/#", true)]
    [InlineData("a#", false)]
    [InlineData("a/#/b", false)]
    [InlineData("a+", false)]
    [InlineData("a/+b", false)]
    [InlineData("++", false)]
    [InlineData("", false)]
    public void Topic_filters_are_told_from_what_is_none(string filter, bool isFilter) => Assert.Equal(isFilter, MqttTopic.IsFilter(filter));

    [Fact]
    public void A_topic_name_has_at_most_65535_bytes_of_UTF_8()
    {
        Assert.True(MqttTopic.IsName(new string('a', 65535)));
        Assert.False(MqttTopic.IsName(new string('a', 65536)));
        Assert.False(MqttTopic.IsName(new string('水', 21846)));
        Assert.True(MqttTopic.IsName(new string('水', 21845)));
    }
}
