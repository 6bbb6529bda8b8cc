using System.Reflection;
using System.Text.RegularExpressions;
using Gateway.Core.Documents;
using Gateway.Core.Documents.Shapes;

namespace Gateway.Core.Tests.Documents;

public sealed partial class CatalogTests
{
    [Fact]
    public void Every_problem_is_said_and_explained_in_both_languages()
    {
        Assert.True(ProblemCatalog.All.Count > 80);
        foreach (var kind in ProblemCatalog.All)
        {
            foreach (var wording in new[] { kind.Message, kind.Help, kind.Explanation })
            {
                Assert.False(string.IsNullOrWhiteSpace(wording.English), kind.Code);
                Assert.False(string.IsNullOrWhiteSpace(wording.Chinese), kind.Code);
                Assert.Subset(Places(wording.English).ToHashSet(), Places(wording.Chinese).ToHashSet());
            }
            Assert.Equal(Places(kind.Message.English), Places(kind.Message.Chinese));
            Assert.NotEqual(kind.Explanation.English, kind.Explanation.Chinese);
            Assert.Matches(CodeForm(), kind.Code);
        }
    }

    [Fact]
    public void Every_kind_that_is_declared_is_in_the_catalog()
    {
        var declared = typeof(ProblemKind).Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.FieldType == typeof(ProblemKind))
            .Select(field => (ProblemKind)field.GetValue(null)!)
            .Concat(ShapeProblems.Site.All).Concat(ShapeProblems.Profile.All);
        Assert.Empty(declared.Except(ProblemCatalog.All));
    }

    [Fact]
    public void A_code_is_found_whatever_its_case_and_explained_in_the_language_asked()
    {
        var kind = ProblemCatalog.Find("y003");
        Assert.NotNull(kind);
        Assert.StartsWith("error[Y003]: full-width colon", ProblemCatalog.Explain(kind, "en"), StringComparison.Ordinal);
        Assert.StartsWith("错误[Y003]：此处是全角冒号", ProblemCatalog.Explain(kind, "zh-CN"), StringComparison.Ordinal);
        Assert.Null(ProblemCatalog.Find("Y999"));
        Assert.All(ProblemCatalog.All, one =>
            Assert.DoesNotContain(
            "{", ProblemCatalog.Explain(one, "en").Replace("{env", "").Replace("{secret", "").Replace("{org", "").Replace("{gateway", "").Replace("{NTU", "")
            .Replace("{ ", ""), StringComparison.Ordinal));
    }

    private static IEnumerable<string> Places(string text) =>
        PlaceForm().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex("^[YSPCABMD][0-9]{3}$")]
    private static partial Regex CodeForm();

    [GeneratedRegex(@"\{[0-9]\}")]
    private static partial Regex PlaceForm();
}
