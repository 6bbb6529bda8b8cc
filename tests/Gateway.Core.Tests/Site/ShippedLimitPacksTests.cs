using Gateway.Core.Documents;
using Gateway.Core.Profiles;
using Gateway.Core.Site;
using Gateway.Core.Tests.Documents;

namespace Gateway.Core.Tests.Site;

public sealed class ShippedLimitPacksTests
{
    private static readonly ProfileLibrary _library = new("/nonexistent/site.yaml", Repository.Profiles);

    public static TheoryData<string> Names() => [.. _library.LimitPacks()];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_shipped_pack_is_sound(string name) => Assert.Empty(_library.CheckLimitPack(name)!);

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_row_has_a_known_quantity_in_one_of_its_units_and_cannot_chatter(string name)
    {
        var problems = new ProblemList();
        var document = DocumentReader.Read(Path.Combine(Repository.Profiles, "limits", $"{name}.yaml"), name, problems)!;
        var pack = LimitPackCompiler.Compile(document, name, problems)!;
        foreach (var row in pack.Rows)
        {
            Assert.Contains(row.Unit, Quantities.Find(row.Quantity)?.Units ?? []);
            Assert.True(row.Conditions.Deadband > 0 && row.Conditions.OnDelay > TimeSpan.Zero, $"{name}: {row}");
        }
    }

    [Fact]
    public void The_library_lists_what_is_shipped()
    {
        Assert.Contains("gb-5749-2022", _library.LimitPacks());
        Assert.Contains("water/endress-hauser-liquiline-cm44x", _library.Names());
        Assert.DoesNotContain(_library.Names(), name => name.StartsWith("limits", StringComparison.Ordinal));
        Assert.True(_library.Names().Count >= 13);
        Assert.NotNull(_library.Compile("common/eastron-sdm")?.Model);
        Assert.Null(_library.Compile("../limits/gb-5749-2022"));
        Assert.Equal("common/eastron-sdm", _library.Nearest("common/eastron-smd"));
    }
}
