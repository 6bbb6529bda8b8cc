using System.Text;
using Gateway.Core.Documents;
using Gateway.Core.Profiles;
using Gateway.Core.Tests.Documents;
using Gateway.Core.Tests.Site;

namespace Gateway.Core.Tests.Profiles.Units;

/// <summary>A unit that no platform would understand is named in every file that can hold one, with what was probably meant.</summary>
public sealed class UnitCheckTests
{
    public static TheoryData<string, string> Misspelt() => new()
    {
        { "Cell", "Cel" }, { "cel", "Cel" }, { "°C", "Cel" }, { "℃", "Cel" }, { "degC", "Cel" }, { "C", "Cel" }, { "°F", "[degF]" }, { "mg/l", "mg/L" },
        { "MG/L", "mg/L" }, { "µg/L", "ug/L" }, { "us/cm", "uS/cm" }, { "µS/cm", "uS/cm" }, { "ms/cm", "mS/cm" }, { "NTU", "{NTU}" }, { "FNU", "{FNU}" },
        { "ppm", "[ppm]" }, { "ppb", "[ppb]" }, { "%RH", "%" }, { "pH", "[pH]" }, { "PH", "[pH]" }, { "m³/h", "m3/h" }, { "m^3/h", "m3/h" }, { "m3/H", "m3/h" },
        { "kWh", "kW.h" }, { "Kpa", "kPa" }, { "mbars", "mbar" }, { "psi", "[psi]" }, { "mmH2O", "mm[H2O]" }, { "mmHg", "mm[Hg]" }, { "l/min", "L/min" },
        { "KG", "kg" },
        { "kΩ·cm", "kOhm.cm" }, { "kgs", "kg" }, { "mg L", "mg/L" }, { "mg//L", "mg/L" },
    };

    [Theory]
    [MemberData(nameof(Misspelt))]
    public void A_misspelt_unit_of_a_point_and_of_a_quantity_offered_is_one_warning_with_what_was_meant(string unit, string meant)
    {
        var problem = Assert.Single(Profile($"points: {{ a: {{ quantity: x, unit: \"{unit}\", read: hr:0, type: uint16 }} }}", "{ expect: { a: 1 }"));
        Assert.Equal(("P219", Severity.Warning, meant), (problem.Code, problem.Severity, problem.Suggestion));
        problem = Assert.Single(Profile($"channels: {{ ai: {{ read: hr:0, type: uint16, quantities: {{ x: {{ unit: \"{unit}\" }} }} }} }}",
            "{ channels: { ai: x }, expect: { x: 1 }"));
        Assert.Equal(("P219", meant), (problem.Code, problem.Suggestion));
    }

    [Theory]
    [InlineData("wibble")]
    [InlineData("degrees of hardness")]
    [InlineData("浊度")]
    public void A_unit_that_nobody_knows_is_a_warning_without_a_guess(string unit)
    {
        var problem = Assert.Single(Profile($"points: {{ a: {{ quantity: x, unit: \"{unit}\", read: hr:0, type: uint16 }} }}", "{ expect: { a: 1 }"));
        Assert.Equal(("P219", null), (problem.Code, problem.Suggestion));
    }

    [Fact]
    public void A_misspelt_unit_of_a_limit_pack_is_a_warning_and_the_pack_stays_in_use()
    {
        var problems = new ProblemList();
        var document = DocumentReader.Read("own.yaml", Encoding.UTF8.GetBytes("""
            limits: own
            version: 1.0.0
            standard: House rule
            edition: "1"
            valid_from: 2025-01-01
            rows:
              - { quantity: temperature, class: office, high: 30, unit: Cell, clause: "1", grade: A }
            """), problems)!;
        var pack = Core.Site.LimitPackCompiler.Compile(document, "own", problems);
        var problem = Assert.Single(problems);
        Assert.Equal(("P219", "Cel", 7), (problem.Code, problem.Suggestion, problem.Span.Line));
        Assert.Single(pack!.Rows);
    }

    [Theory]
    [InlineData("hvac/s-s-regeltechnik-aerasgard", "temperature: Cell", "Cel")]
    [InlineData("hvac/s-s-regeltechnik-aerasgard", "temperature: °F", "[degF]")]
    [InlineData("waste/yaohua-xk3190-a9", "weight: KG", "kg")]
    [InlineData("waste/yaohua-xk3190-a9", "weight: lb", "[lb_av]")]
    public void A_misspelt_unit_of_a_site_file_names_the_one_that_was_meant(string profile, string said, string meant)
    {
        var compiled = Sites.WithDevice("probe", $"profile: {profile}, units: {{ {said} }}");
        var problem = Assert.Single(compiled.Problems, problem => problem.Code == "P253");
        Assert.Equal(meant, problem.Suggestion);
    }

    [Theory]
    [InlineData("KG", "kg")]
    [InlineData("lb", "[lb_av]")]
    public void A_misspelt_unit_of_a_scale_names_the_one_that_was_meant(string unit, string meant)
    {
        string text = File.ReadAllText(Path.Combine(Repository.Profiles, "waste/yaohua-xk3190-a9.yaml"));
        string wrong = text.Replace("unit: kg,", $"unit: {unit},", StringComparison.Ordinal);
        Assert.NotEqual(text, wrong);
        var problems = ProfileCompiler.CompileText("p.yaml", Encoding.UTF8.GetBytes(wrong)).Problems;
        Assert.Contains(problems, problem => problem.Code == "P304" && problem.Suggestion == meant);
    }

    private static IReadOnlyList<Problem> Profile(string body, string test) => ProfileCompiler.CompileText("p.yaml", Encoding.UTF8.GetBytes($$"""
        profile: own/probe
        version: 1.0.0
        device: { manufacturer: Acme, model: X, grade: A, source: manual }
        modbus: { unit: 1 }
        {{body}}
        tests: [{{test}}, registers: { hr:0: "0001" } }]
        """)).Problems;
}
