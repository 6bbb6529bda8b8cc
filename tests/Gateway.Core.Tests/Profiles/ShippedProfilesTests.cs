using Gateway.Core.Documents;
using Gateway.Core.Profiles;
using Gateway.Core.Tests.Documents;

namespace Gateway.Core.Tests.Profiles;

public sealed class ShippedProfilesTests
{
    public static TheoryData<string> Names() => [.. Directory.EnumerateFiles(Repository.Profiles, "*.yaml", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Repository.Profiles, file)[..^5].Replace('\\', '/'))
        .Where(name => !name.StartsWith("limits/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_shipped_profile_is_sound_and_passes_its_own_tests(string name)
    {
        var compiled = ProfileCompiler.Compile(Path.Combine(Repository.Profiles, $"{name}.yaml"), name);
        Assert.True(compiled.Problems.Count == 0, ProblemText.Render(compiled.Problems, "en"));
        Assert.NotNull(compiled.Model);
        Assert.All(compiled.Model.Forms, form => Assert.NotEmpty(form.Tests));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_point_has_a_name_in_both_languages_and_a_number_has_a_unit_unless_it_is_a_state(string name)
    {
        var model = ProfileCompiler.Compile(Path.Combine(Repository.Profiles, $"{name}.yaml"), name).Model!;
        Assert.NotNull(model.Label.Chinese);
        Assert.All(model.Forms.SelectMany(form => form.Points), point => Assert.NotNull(point.Label.Chinese));
        Assert.All(model.Forms.SelectMany(form => form.Channels).SelectMany(channel => channel.Quantities), offered =>
        {
            Assert.NotNull(offered.Label.Chinese);
            Assert.NotEqual("", offered.Unit);
        });
        string[] words = ["state", "fault", "serial_number", "door"];
        Assert.All(model.Forms.SelectMany(form => form.Points).Where(point => point.IsNumber && !words.Contains(point.Quantity)),
            point => Assert.NotEqual("", point.Unit));
    }

    [Theory]
    [InlineData("hvac/huba-699m", RegisterTable.HoldingRegister, 69)]
    [InlineData("hvac/s-s-regeltechnik-aerasgard", RegisterTable.Coil, 1)]
    [InlineData("hvac/senseair-s8", RegisterTable.HoldingRegister, 1)]
    [InlineData("hvac/sensirion-scd30", RegisterTable.HoldingRegister, 0x39)]
    [InlineData("waste/laumas-tlb", RegisterTable.HoldingRegister, 5)]
    [InlineData("waste/pt-pt113", RegisterTable.HoldingRegister, 9)]
    [InlineData("water/hach-3400-sc", RegisterTable.HoldingRegister, 23)]
    [InlineData("water/hach-tss-sc", RegisterTable.HoldingRegister, 19)]
    [InlineData("water/yosemitech-y4000-sonde", RegisterTable.HoldingRegister, 0x3000)]
    [InlineData("water/yosemitech-y504-oxygen", RegisterTable.HoldingRegister, 0x3000)]
    [InlineData("water/yosemitech-y532-ph", RegisterTable.HoldingRegister, 0x3000)]
    [InlineData("water/yosemitech-y533-orp", RegisterTable.HoldingRegister, 0x3000)]
    [InlineData("water/yosemitech-y560-ammonium", RegisterTable.HoldingRegister, 0x3000)]
    [InlineData("water/yosemitech-y700-pressure", RegisterTable.HoldingRegister, 0x3000)]
    [InlineData("water/ysi-odo-rtu", RegisterTable.HoldingRegister, 0x0300)]
    public void What_a_source_says_must_not_be_written_no_command_writes(string name, RegisterTable table, int address)
    {
        var model = ProfileCompiler.Compile(Path.Combine(Repository.Profiles, $"{name}.yaml"), name).Model!;
        Assert.All(model.Forms, form => Assert.Contains(form.NeverWrite, range => range.Contains(new RegisterRange(table, (ushort)address, 1))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_shipped_profile_is_written_the_usual_way(string name)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(Repository.Profiles, $"{name}.yaml"));
        Assert.Equal(System.Text.Encoding.UTF8.GetString(bytes), ProfileFormatter.Format(name, bytes, out _));
    }
}
