using Gateway.Core.Profiles;
using Gateway.Core.Tests.Documents;

namespace Gateway.Core.Tests.Profiles;

public sealed class ProfileMatcherTests
{
    private static ProfileModel Shipped(string name) => ProfileCompiler.Compile(Path.Combine(Repository.Profiles, $"{name}.yaml"), name).Model!;

    private static readonly ProfileModel[] _some =
        [Shipped("hvac/vaisala-hmd60"), Shipped("water/siemens-mag6000"), Shipped("water/hamilton-arc-ph"), Shipped("hvac/senseair-s8")];

    private static Dictionary<RegisterRange, ReadOnlyMemory<byte>> Answers(params (int Address, string Words)[] given) => given.ToDictionary(
        one => new RegisterRange(RegisterTable.HoldingRegister, (ushort)one.Address, (ushort)(one.Words.Length / 4)),
        one => (ReadOnlyMemory<byte>)Convert.FromHexString(one.Words));

    [Fact]
    public void Every_range_is_asked_once_and_profiles_without_checks_ask_nothing() => Assert.Equal(
        ["holding 600 (PLC 40601)", "holding 602 (PLC 40603)", "holding 2089-2090 (PLC 42090-42091)", "holding 7936 (PLC 47937)",
            "holding 7937-7938 (PLC 47938-47939)"],
        ProfileMatcher.Questions([.. _some, .. _some]).Select(range => range.ToString()));

    [Fact]
    public void The_profile_all_of_whose_checks_agree_comes_first()
    {
        var matches = ProfileMatcher.Judge(_some, Answers((600, "002A"), (602, "0019"), (7936, "CFC7"), (7937, "E666C2F6")));
        Assert.Equal([("hvac/vaisala-hmd60", 2, 2, true), ("water/siemens-mag6000", 1, 2, false)],
            matches.Select(match => (match.Name, match.Agreed, match.Checks, match.Fits)));
        Assert.Null(matches[0].Against);
        Assert.Equal("holding 602 (PLC 40603): expected 24, found 25", matches[1].Against);
    }

    [Fact]
    public void A_wrong_word_order_or_a_refused_register_does_not_agree()
    {
        var match = Assert.Single(ProfileMatcher.Judge(_some, Answers((7936, "CFC7"), (7937, "C2F6E666"))));
        Assert.False(match.Fits);
        match = Assert.Single(ProfileMatcher.Judge(_some, Answers((600, "002A"))));
        Assert.Equal("holding 602 (PLC 40603): expected 24, found nothing", match.Against);
    }

    [Fact]
    public void A_device_that_agrees_with_nothing_matches_nothing() => Assert.Empty(ProfileMatcher.Judge(_some, Answers((600, "0000"), (602, "0000"))));
}
