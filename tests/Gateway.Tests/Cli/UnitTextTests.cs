using Gateway.Cli;
using Gateway.Core.Profiles;
using Gateway.Tests.Simulation;

namespace Gateway.Tests.Cli;

public class UnitTextTests
{
    [Fact]
    public void No_unit_of_a_shipped_profile_or_a_known_quantity_is_shown_as_a_code()
    {
        var library = new ProfileLibrary("site.yaml", SiteFiles.InstalledProfiles);
        string[] units =
        [
            .. library.All.SelectMany(file => file.Compiled.Model!.Forms).SelectMany(form => form.Points).Select(point => point.Unit),
            .. ProfileSite.Names.Except(ProfileSite.Scales).SelectMany(name => ProfileSite.Of(name, 502).Points).Select(point => point.Unit),
            .. Quantities.All.SelectMany(quantity => quantity.Units),
        ];
        Assert.True(units.Distinct().Count() > 30);
        Assert.All(units.Distinct(), unit => Assert.DoesNotMatch(@"[\[\]{}_*]|^u|Cel|Ohm", UnitText.Of(unit)));
    }

    [Theory]
    [InlineData("Cel", "°C")]
    [InlineData("[degF]", "°F")]
    [InlineData("[pH]", "pH")]
    [InlineData("[ppm]", "ppm")]
    [InlineData("[ppth]", "‰")]
    [InlineData("[psi]", "psi")]
    [InlineData("m[H2O]", "mH₂O")]
    [InlineData("mm[H2O]", "mmH₂O")]
    [InlineData("uS/cm", "µS/cm")]
    [InlineData("kOhm.cm", "kΩ·cm")]
    [InlineData("kW.h", "kW·h")]
    [InlineData("{NTU}", "NTU")]
    [InlineData("%{RH}", "%RH")]
    [InlineData("{cells}/mL", "cells/mL")]
    [InlineData("10*3/uL", "10³/µL")]
    [InlineData("m3/h", "m³/h")]
    [InlineData("mg/L", "mg/L")]
    [InlineData("[in_i'H2O]", "inH₂O")]
    [InlineData("1", "")]
    [InlineData("/m", "/m")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void A_unit_is_shown_as_people_write_it(string? ucum, string shown) => Assert.Equal(shown, UnitText.Of(ucum));
}
