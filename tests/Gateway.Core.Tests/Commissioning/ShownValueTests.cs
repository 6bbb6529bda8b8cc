using Gateway.Core.Commissioning;

namespace Gateway.Core.Tests.Commissioning;

public class ShownValueTests
{
    [Theory]
    [InlineData("7.21", 7.21, 2)]
    [InlineData("-0.50", -0.5, 2)]
    [InlineData("12", 12, 0)]
    public void A_display_shows_a_number_and_its_decimals(string text, double value, int decimals) =>
        Assert.Equal(new ShownValue(value, decimals), ShownValue.TryParse(text, out var shown) ? shown : null);

    [Theory]
    [InlineData("")]
    [InlineData("7,21")]
    [InlineData("1e3")]
    [InlineData("pH 7")]
    [InlineData("123456789012345678")]
    public void Anything_else_is_no_display(string text) => Assert.False(ShownValue.TryParse(text, out _));

    [Theory]
    [InlineData("7.21", 7.2149, true)]
    [InlineData("7.21", 7.205, true)]
    [InlineData("7.21", 7.2, false)]
    [InlineData("7", 7.4, true)]
    [InlineData("7", 7.6, false)]
    public void A_number_is_shown_so_when_it_rounds_to_it(string text, double number, bool isShown) =>
        Assert.Equal(isShown, ShownValue.TryParse(text, out var shown) && shown.IsShownFor(number));
}
