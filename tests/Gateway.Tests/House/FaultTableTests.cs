using System.Text.RegularExpressions;

namespace Gateway.Tests.House;

/// <summary>The table of the fault suite names a test or a case for each fault: what it names is there.</summary>
public partial class FaultTableTests
{
    private static readonly string _tests = Path.Combine(Repository.Root, "tests");

    private static string Table { get; } = File.ReadAllText(Path.Combine(_tests, "Gateway.Faults", "README.md"));

    [Fact]
    public void Every_test_that_the_table_names_exists()
    {
        var named = TestName().Matches(Table).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.InRange(named.Count, 30, 200);
        string tests = string.Concat(Sources("*.Tests").Concat(Sources("Gateway.EndToEnd")).Select(File.ReadAllText));
        Assert.All(named, name => Assert.Contains($" {name}(", tests, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_case_is_in_the_table_and_the_table_names_no_other()
    {
        string cases = string.Concat(Sources("Gateway.Faults").Select(File.ReadAllText));
        var there = CaseId().Matches(cases).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal);
        var named = NamedCase().Matches(Table[Table.IndexOf("| fault |", StringComparison.Ordinal)..]).Select(match => match.Groups[1].Value);
        Assert.Equal(there, named.Distinct().Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Sources(string projects) =>
        Directory.GetDirectories(_tests, projects).SelectMany(project => Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal));

    [GeneratedRegex("`([A-Z][A-Za-z0-9]*_[A-Za-z0-9_]+)`")]
    private static partial Regex TestName();

    [GeneratedRegex("string Id => \"([^\"]+)\"")]
    private static partial Regex CaseId();

    [GeneratedRegex("`([A-M][0-9]+(?: [a-z0-9 ]+)?)`")]
    private static partial Regex NamedCase();
}
