using FsCheck;
using FsCheck.Fluent;
using Gateway.Core.Commissioning;

namespace Gateway.Core.Tests.Commissioning;

public class LineTextTests
{
    [Theory]
    [InlineData("<STX>ww00012.34kg<CR><LF>", "02777730303031322E33346B670D0A")]
    [InlineData("a<b>", "613C623E")]
    [InlineData("<FF><xFF>", "0CFF")]
    [InlineData("<stx>9<x9A>", "02399A")]
    public void Control_characters_are_typed_by_their_names(string text, string hex) =>
        Assert.Equal(hex, Convert.ToHexString(LineText.Parse(text)!));

    [Fact]
    public void A_letter_that_no_scale_says_is_none() => Assert.Null(LineText.Parse("12.34公斤"));

    [Fact]
    public void What_was_heard_can_be_copied_and_read_again() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<NonNull<byte[]>>().Convert(made => made.Get, NonNull<byte[]>.NewNonNull).Filter(bytes => !bytes.Contains((byte)'<')),
            bytes => LineText.Parse(LineText.Of(bytes))!.SequenceEqual(bytes)).QuickCheckThrowOnFailure();
}
