using FsCheck;
using FsCheck.Fluent;
using Gateway.Core.Profiles;
using Gateway.Core.Profiles.Units;
using Gateway.Core.Site;

namespace Gateway.Core.Tests.Profiles.Units;

public sealed class UcumTermTests
{
    [Theory]
    [InlineData("m")]
    [InlineData("mg/L")]
    [InlineData("mg/l")]
    [InlineData("/m")]
    [InlineData("/mL")]
    [InlineData("m3/h")]
    [InlineData("kg.m-3")]
    [InlineData("m+2")]
    [InlineData("1")]
    [InlineData("%")]
    [InlineData("%{vol}")]
    [InlineData("[pH]")]
    [InlineData("{NTU}")]
    [InlineData("{Pt-Co}")]
    [InlineData("10*3/uL")]
    [InlineData("10^6")]
    [InlineData("mm[H2O]")]
    [InlineData("[in_i'H2O]")]
    [InlineData("kW.h")]
    [InlineData("dB[SPL]")]
    [InlineData("dam")]
    [InlineData("KiBy")]
    [InlineData("4.[pi].10*-7.N/A2")]
    [InlineData("J/(kg.K)")]
    [InlineData("/(m2.s)")]
    [InlineData("kg{wet}/(d.m2)")]
    [InlineData("mmol/L")]
    [InlineData("us/cm")]
    [InlineData("pH")]
    public void Terms_of_the_grammar_are_units_even_where_they_are_not_what_was_meant(string unit) => Assert.True(UcumTerm.IsValid(unit));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("/")]
    [InlineData("//m")]
    [InlineData("m/")]
    [InlineData("m.")]
    [InlineData(".m")]
    [InlineData("m s")]
    [InlineData("m-")]
    [InlineData("m^2")]
    [InlineData("m3h")]
    [InlineData("mMg")]
    [InlineData("kmin")]
    [InlineData("m%")]
    [InlineData("{NTU")]
    [InlineData("NTU}")]
    [InlineData("{a{b}}")]
    [InlineData("{浊度}")]
    [InlineData("(m")]
    [InlineData("m)")]
    [InlineData("()")]
    [InlineData("[pH")]
    [InlineData("µm")]
    [InlineData("Cell")]
    public void What_the_grammar_does_not_know_is_none(string unit) => Assert.False(UcumTerm.IsValid(unit));

    [Fact]
    public void Every_unit_that_is_at_home_here_is_sound() =>
        Assert.All(Quantities.Units.Concat(WeightUnits.Codes).Concat(UnitConversion.Units), unit =>
        {
            Assert.True(UcumTerm.IsValid(unit), unit);
            Assert.True(UnitSpelling.IsSound(unit), unit);
            Assert.Null(UnitSpelling.Meant(unit));
        });

    [Fact]
    public void Whatever_is_suggested_is_sound_and_any_text_gets_an_answer() =>
        Prop.ForAll((string text) => text is null || UnitSpelling.Meant(text) is not { } meant || (UnitSpelling.IsSound(meant) && !UnitSpelling.IsSound(text)))
            .QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(UnitCheckTests.Misspelt), MemberType = typeof(UnitCheckTests))]
    public void What_is_suggested_for_the_usual_mistakes_is_ucum(string unit, string meant)
    {
        Assert.Equal(meant, UnitSpelling.Meant(unit));
        Assert.True(UcumTerm.IsValid(meant));
    }

    [Fact]
    public void Many_parentheses_end_in_an_answer() => Assert.False(UcumTerm.IsValid(new string('(', 5000)));
}
