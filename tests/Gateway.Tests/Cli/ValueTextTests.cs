using System.Text.Json;
using Gateway.Cli;
using Gateway.Core.Readings;

namespace Gateway.Tests.Cli;

public class ValueTextTests
{
    [Theory]
    [InlineData(true, "en", "on")]
    [InlineData(false, "en", "off")]
    [InlineData(true, "zh-CN", "开")]
    [InlineData(false, "zh-CN", "关")]
    public void A_state_is_a_word_and_no_number(bool state, string language, string word)
    {
        Assert.Equal(word, ValueText.Of(Reading.OfBoolean(0, 1, state), language));
        Assert.Equal(word, ValueText.Of(JsonSerializer.SerializeToElement(state), language));
    }

    [Theory]
    [InlineData("7.21", "7.21")]
    [InlineData("null", "-")]
    [InlineData("\"dosing\"", "dosing")]
    public void Other_values_stand_as_they_are(string json, string shown) =>
        Assert.Equal(shown, ValueText.Of(JsonDocument.Parse(json).RootElement, "en"));
}
