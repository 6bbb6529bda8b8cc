using Gateway.Core.Profiles;

namespace Gateway.Core.Tests.Profiles;

public sealed class VersionRangeTests
{
    [Theory]
    [InlineData(">=1.4", "1.4", true)]
    [InlineData(">=1.4", "1.10", true)]
    [InlineData(">=1.4", "1.3.9", false)]
    [InlineData(">=1.4 <2", "2.0", false)]
    [InlineData(">=1.4, <2", "1.99", true)]
    [InlineData("3.66", "3.66.0", true)]
    [InlineData("3.66", "3.67", false)]
    [InlineData(">1", "1.0.0", false)]
    [InlineData("<=1", "1.0.1", false)]
    [InlineData(">=1", "", false)]
    [InlineData(">=1", "1.x", false)]
    public void Versions_are_compared_part_by_part(string range, string version, bool isContained)
    {
        Assert.True(VersionRange.TryParse(range, out var parsed));
        Assert.Equal(isContained, parsed.Contains(version, isNumber: false));
    }

    [Theory]
    [InlineData(">=1.4", "1.10", false)]
    [InlineData(">=1.4", "1.41", true)]
    [InlineData(">=1.04", "1.4", true)]
    public void A_version_that_is_one_number_is_compared_as_a_number(string range, string version, bool isContained)
    {
        Assert.True(VersionRange.TryParse(range, out var parsed));
        Assert.Equal(isContained, parsed.Contains(version, isNumber: true));
    }

    [Theory]
    [InlineData("")]
    [InlineData("new")]
    [InlineData(">=")]
    [InlineData("=>1")]
    [InlineData(">=1.4beta")]
    public void What_is_no_condition_is_refused(string text) => Assert.False(VersionRange.TryParse(text, out _));

    [Theory]
    [InlineData(">=1.4", false)]
    [InlineData(">1.4 <2", false)]
    [InlineData("<1", false)]
    [InlineData(">1.4", true)]
    public void An_example_is_one_of_them(string text, bool isNumber)
    {
        Assert.True(VersionRange.TryParse(text, out var range));
        Assert.True(range.Contains(range.Example(isNumber), isNumber));
    }
}
