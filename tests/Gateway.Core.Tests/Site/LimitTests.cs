using Gateway.Core.Documents;
using Gateway.Core.Site;
using Gateway.Core.Tests.Documents;

namespace Gateway.Core.Tests.Site;

/// <summary>Limits from packs: units, grades, and passwords that must not be shown.</summary>
public sealed class LimitTests
{
    [Theory]
    [InlineData(1000, "[ppm]", "%", 0.1)]
    [InlineData(0.15, "mg/m3", "ug/m3", 150)]
    [InlineData(5, "Pa", "kPa", 0.005)]
    [InlineData(0.3, "mg/L", "mg/L", 0.3)]
    public void Exact_conversions_give_exact_limits(double value, string from, string to, double expected) =>
        Assert.Equal(expected, UnitConversion.Convert(value, from, to));

    [Theory]
    [InlineData("mg/L", "[ppm]")]
    [InlineData("[ppm]", "mg/m3")]
    [InlineData("{NTU}", "{FNU}")]
    [InlineData("Cel", "K")]
    public void Conversions_that_depend_on_more_than_a_factor_are_refused(string from, string to) => Assert.Null(UnitConversion.Convert(1, from, to));

    [Fact]
    public void Packs_of_the_site_are_found_converted_checked_and_refused_where_the_unit_differs()
    {
        using var folder = new TemporaryFolder();
        folder.Write("profiles/limits/own.yaml", """
            limits: own
            version: 1.0.0
            standard: House rule
            edition: "1"
            valid_from: 2025-01-01
            rows:
              - { quantity: co2, class: office, high: 0.1, unit: "%", clause: "1", grade: A, deadband: 0.005, on_delay: 60s, priority: 4 }
              - { quantity: co2, class: lab, high: 1800, unit: mg/m3, clause: "2", grade: A, on_delay: 60s }
              - { quantity: co2, class: office, high: 0.2, unit: "%", clause: "3", grade: A, on_delay: 60s }
            """);
        string pack = File.ReadAllText(folder.At("profiles/limits/own.yaml"));
        Assert.Equal(["A106"], Compile("office"));
        folder.Write("profiles/limits/own.yaml", pack.Replace("high: 0.2", "high_high: 0.2", StringComparison.Ordinal));
        Assert.Empty(Compile("office"));
        Assert.Equal(["A104"], Compile("lab"));

        var alarm = new SiteCompiler(Repository.Profiles, _ => null).Compile(Write("office")).Model!.Alarms.Single(one => one.Id == "room/co2/high");
        Assert.Equal((1000, 50, 4, "House rule (1), 1"), (alarm.Setpoint, alarm.Deadband, alarm.Priority, alarm.Source));

        IEnumerable<string> Compile(string siteClass) =>
            new SiteCompiler(Repository.Profiles, _ => null).Compile(Write(siteClass)).Problems.Select(problem => problem.Code);

        string Write(string siteClass) => folder.Write("site.yaml", $$"""
            site: { id: a }
            buses: { hall: { connect: tcp://192.0.2.20 } }
            devices: { room: { profile: hvac/senseair-s8, bus: hall, unit: 5, class: {{siteClass}}, limits: [own] } }
            """);
    }

    [Fact]
    public void A_password_in_the_file_is_used_and_shown_nowhere()
    {
        var compiled = Sites.Compile("""
            site: { id: a }
            buses: { hall: { connect: tcp://192.0.2.20 } }
            devices: { meter: { profile: common/eastron-sdm, bus: hall } }
            feeds: { city: { broker: "mqtts://mqtt.example", user: box, password: hunter2secret } }
            """);
        Assert.Equal(["M101"], compiled.Problems.Select(problem => problem.Code));
        Assert.Equal("hunter2secret", compiled.PlainSecrets.Find(compiled.Model!.Feeds[0].Password!));
        string shown = ProblemText.Render(compiled.Problems, "en") + ProblemJson.Render(compiled.Problems, "zh-CN") + compiled.Model + compiled;
        Assert.DoesNotContain("hunter2secret", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reference_that_lacks_its_quotation_marks_is_found_and_mended()
    {
        var compiled = Sites.Compile("""
            site: { id: a, name: ${env:NAME} }
            buses: { hall: { connect: tcp://192.0.2.20 } }
            devices: { meter: { profile: common/eastron-sdm, bus: hall } }
            """, _ => "here");
        var problem = Assert.Single(compiled.Problems);
        Assert.Equal(("Y023", "site: { id: a, name: \"${env:NAME}\" }"), (problem.Code, problem.Fix?.Line));
    }

    [Fact]
    public void Variables_of_the_environment_are_filled_in()
    {
        const string Text = """
            site: { id: "${env:BOX}" }
            buses: { hall: { connect: "tcp://${env:HOST}:${env:PORT}" } }
            devices: { meter: { profile: common/eastron-sdm, bus: hall, unit: "${env:UNIT}" } }
            """;
        var compiled = Sites.Compile(Text, name => name switch { "BOX" => "box-9", "HOST" => "10.0.0.1", "PORT" => "1502", "UNIT" => "17", _ => null });
        Assert.True(compiled.Model is not null, ProblemText.Render(compiled.Problems, "en"));
        Assert.Equal(("box-9", "tcp://10.0.0.1:1502", 17), (compiled.Model.Id, compiled.Model.Buses[0].Display, compiled.Model.Devices[0].Unit));
        Assert.Equal(["C119", "C119"], Sites.Compile(Text, name => name == "UNIT" ? "17" : null).Problems.Select(problem => problem.Code));
    }
}
