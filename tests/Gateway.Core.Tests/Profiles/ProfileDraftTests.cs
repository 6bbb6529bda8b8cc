using System.Text;
using Gateway.Core.Documents;
using Gateway.Core.Profiles;
using Gateway.Core.Profiles.Drafting;

namespace Gateway.Core.Tests.Profiles;

public sealed class ProfileDraftTests
{
    private static readonly DateOnly _date = new(2025, 11, 22);

    private const string Found =
        """
        {"schema":"envgw.find/1","bus":"/dev/ttyUSB0","unit":3,"serial":"9600-8N1","findings":[
          {"table":"hr","address":2,"type":"float32","byte_order":"CDAB","scale":1,"quantity":"ph","unit":"[pH]",
           "readings":[{"registers":"B852 40E6","value":7.2},{"registers":"51EC 4080","value":4.02}]},
          {"table":"ir","address":7,"type":"int16","byteOrder":"ABCD","scale":0.1,"quantity":"ph","unit":"[pH]","readings":[{"registers":"0048","value":7.2}]},
          {"table":"hr","address":70000,"type":"int16","readings":[{"registers":"0048","value":7.2}]},
          {"table":"hr","address":9,"type":"int16","readings":[]}]}
        """;

    private static ProfileCompilation Check(string text, string name)
    {
        var compiled = ProfileCompiler.CompileText($"{name}.yaml", Encoding.UTF8.GetBytes(text), name);
        Assert.True(compiled.Problems.Count == 0, ProblemText.Render(compiled.Problems, "en"));
        Assert.Equal(text, ProfileFormatter.Format(name, Encoding.UTF8.GetBytes(text), out _));
        return compiled;
    }

    [Theory]
    [InlineData(DraftTemplate.Water)]
    [InlineData(DraftTemplate.Waste)]
    [InlineData(DraftTemplate.Hvac)]
    public void An_example_passes_its_own_check_and_is_tidy(DraftTemplate template) =>
        Assert.NotEmpty(Check(ProfileDraft.From("acme-x1", template, _date), "acme-x1").Tests);

    [Fact]
    public void What_was_found_becomes_points_and_its_readings_tests()
    {
        var found = FoundDeviceJson.Read(Encoding.UTF8.GetBytes(Found))!;
        var compiled = Check(ProfileDraft.From("water/acme-ph200", found, _date), "water/acme-ph200");
        var model = compiled.Model!;
        Assert.Equal(((byte?)3, "9600-8N1", "ph ph_2"), (model.Unit, model.Serial?.ToString(), string.Join(' ', model.Points.Select(point => point.Name))));
        Assert.Equal((ByteOrder.CDAB, 3), (model.Points[0].Decoding.Reference.Order, compiled.Tests.Count));
        Assert.Contains("2025-11-22", model.Source);
    }

    [Fact]
    public void A_file_that_somebody_has_spoilt_says_less_and_nothing_wrong()
    {
        var found = FoundDeviceJson.Read("""
            {"schema":"envgw.find/1","unit":300,"serial":7,"findings":[
              {"table":"hr","address":2,"type":"int16","scale":"0.1","readings":[{"registers":"0048"},{"registers":"0x48"},{"registers":"00480"}]}]}
            """u8.ToArray())!;
        Assert.Equal((null, null), (found.Unit, found.Serial));
        Assert.Equal((1m, "0048"), (found.Values[0].Scale, string.Join(", ", found.Values[0].Readings)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""{"schema":"envgw.find/1","findings":[]}""")]
    [InlineData("""{"schema":"envgw.find/1","findings":[7,{"table":"hr"}]}""")]
    [InlineData("""{"schema":"envgw.find/1","findings":[{"table":"hr","address":2,"type":"int16","readings":[{"registers":"00 zz"}]}]}""")]
    [InlineData("""{"schema":"envgw.find/1","findings":[{"table":"hr","address":2,"type":"float32","readings":[{"registers":"40E6"},{"registers":"40E6 B852 0000"}]}]}""")]
    [InlineData("""{"schema":"envgw.find/1","findings":[{"table":"co","address":2,"readings":[{"registers":"yes"}]}]}""")]
    [InlineData("""{"schema":"envgw.scan/1","findings":[{"table":"hr","address":2,"type":"int16","readings":[{"registers":"0001","value":1}]}]}""")]
    public void What_holds_no_value_gives_nothing(string json) => Assert.Null(FoundDeviceJson.Read(Encoding.UTF8.GetBytes(json)));
}
