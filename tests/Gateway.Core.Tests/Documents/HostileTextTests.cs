using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Core.Documents;
using Gateway.Core.Profiles;
using Gateway.Core.Site;
using Gateway.Core.Tests.Site;

namespace Gateway.Core.Tests.Documents;

/// <summary>Section J of the fault matrix, and any bytes at all.</summary>
public sealed class HostileTextTests
{
    [Theory]
    [InlineData("[", "]", "Y011")]
    [InlineData("{a: ", "}", "Y011")]
    [InlineData("- ", "", "Y011")]
    public void Ten_thousand_levels_are_refused_at_their_place(string open, string close, string code)
    {
        var problems = Problems($"a: {(open == "- " ? "\n" : "")}{Repeat(open, 10_000)}1{Repeat(close, 10_000)}\n");
        var problem = Assert.Single(problems, one => one.Code == code);
        Assert.True(problem.Span.Line is 1 or 2 && problem.Span.Column > 1);
    }

    [Fact]
    public void Billions_of_laughs_and_cycles_are_refused()
    {
        var laughs = new StringBuilder("a0: &a0 [lol]\n");
        for (int i = 1; i <= 10; i++) laughs.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n");
        Assert.Contains("Y012", Codes(laughs.ToString()));
        Assert.Contains("Y012", Codes("a: &a [ *a ]\n"));
    }

    [Fact]
    public void Duplicate_keys_unknown_keys_wrong_types_and_tags_are_all_refused_with_their_line()
    {
        var problems = Problems("site: { id: a, id: b }\nsites: 1\nbuses: []\ndevices: !!set {}\n");
        Assert.Equal([("Y006", 1), ("S104", 2), ("S101", 3), ("Y013", 4)], problems.Select(one => (one.Code, one.Span.Line)));
    }

    [Fact]
    public void Too_large_files_are_refused_unread()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("site.yaml", new byte[50 << 20]);
        var problem = Assert.Single(new SiteCompiler(Repository.Profiles, _ => null).Compile(path).Problems);
        Assert.Equal("Y014", problem.Code);
    }

    [Theory]
    [InlineData("\u0001")]
    [InlineData("：")]
    [InlineData("“")]
    [InlineData("? ")]
    [InlineData(": ")]
    [InlineData("{")]
    [InlineData("[，1")]
    [InlineData("- - - - a\n")]
    [InlineData("\tk：1\n")]
    [InlineData("\"x\n")]
    public void A_megabyte_of_one_mistake_is_answered(string piece)
    {
        string text = "a: [" + Repeat(piece, 900_000 / Encoding.UTF8.GetByteCount(piece));
        Assert.NotEmpty(Problems(text));
    }

    [Fact]
    public void A_million_points_are_too_much_text() =>
        Assert.Equal(["Y014"], Codes("points:\n" + string.Concat(Enumerable.Range(0, 100_000).Select(number => $"  p{number}: 1\n"))));

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61, 0x00 }, "UTF-16")]
    [InlineData(new byte[] { 0xFE, 0xFF, 0x00, 0x61 }, "UTF-16")]
    [InlineData(new byte[] { 0x61, 0x00, 0x3A, 0x00, 0x20, 0x00 }, "UTF-16")]
    [InlineData(new byte[] { 0x61, 0x3A, 0x20, 0x31, 0x00, 0x00 }, "binary")]
    public void Bytes_that_are_no_utf8_text_are_refused_with_what_they_are(byte[] bytes, string what)
    {
        var problem = Assert.Single(Problems(bytes));
        Assert.Equal("Y015", problem.Code);
        Assert.Contains(what, problem.Message("en"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_foreign_code_page_is_found_at_its_first_byte()
    {
        byte[] bytes = [.. "site: { id: a }\nname: 城"u8, 0xB3, 0xC7];
        var problem = Assert.Single(Problems(bytes));
        Assert.Equal(("Y001", 2, 8), (problem.Code, problem.Span.Line, problem.Span.Column));
    }

    [Fact]
    public void A_byte_order_mark_and_any_line_ends_change_nothing()
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "install", "site.example.yaml"));
        Assert.Empty(Sites.Compile("\uFEFF" + text).Problems);
        Assert.Empty(Sites.Compile(text.ReplaceLineEndings("\r\n")).Problems);
        Assert.Empty(Sites.Compile(text.ReplaceLineEndings("\r")).Problems);
        Assert.Empty(Sites.Compile(text.TrimEnd()).Problems);
    }

    [Theory]
    [InlineData("../../x")]
    [InlineData("..%2f")]
    [InlineData("/etc/passwd")]
    [InlineData("water/../x")]
    [InlineData("a/b/c")]
    [InlineData("Water/x")]
    [InlineData("water/acme.yaml")]
    public void Names_that_could_leave_the_folders_are_refused(string name) => Assert.Contains("C103", Codes(WithProfile(name)));

    [Fact]
    public void Names_of_three_hundred_characters_are_refused() => Assert.Contains("C103", Codes(WithProfile(Repeat("x", 300))));

    [Fact]
    public void A_link_out_of_the_folder_is_not_followed_and_one_inside_it_is()
    {
        using var folder = new TemporaryFolder();
        string profile = File.ReadAllText(Path.Combine(Repository.Profiles, "common", "eastron-sdm.yaml"));
        folder.Write("outside/evil.yaml", profile.Replace("common/eastron-sdm", "evil", StringComparison.Ordinal));
        folder.Write("box/profiles/real.yaml", profile.Replace("common/eastron-sdm", "real", StringComparison.Ordinal));
        File.CreateSymbolicLink(folder.At("box/profiles/evil.yaml"), folder.At("outside/evil.yaml"));
        File.CreateSymbolicLink(folder.At("box/profiles/far"), folder.At("outside"));
        File.CreateSymbolicLink(folder.At("box/profiles/near.yaml"), folder.At("box/profiles/real.yaml"));

        Assert.Equal(["C104"], Compile("evil"));
        Assert.Equal(["C104"], Compile("far/evil"));
        Assert.Empty(Compile("real"));
        Assert.Equal(["C105", "P201"], Compile("near").Order());   // it is found; it only calls itself by its other name

        IEnumerable<string> Compile(string name)
        {
            string site = folder.Write("box/site.yaml", Encoding.UTF8.GetBytes(WithProfile(name)));
            return new SiteCompiler(Repository.Profiles, _ => null).Compile(site).Problems.Select(problem => problem.Code);
        }
    }

    [Fact]
    public void A_site_whose_folder_is_reached_by_a_link_finds_its_profiles()
    {
        using var folder = new TemporaryFolder();
        string profile = File.ReadAllText(Path.Combine(Repository.Profiles, "common", "eastron-sdm.yaml"));
        folder.Write("box/profiles/own.yaml", profile.Replace("common/eastron-sdm", "own", StringComparison.Ordinal));
        folder.Write("box/site.yaml", Encoding.UTF8.GetBytes(WithProfile("own")));
        Directory.CreateSymbolicLink(folder.At("link"), folder.At("box"));
        Assert.Empty(new SiteCompiler(Repository.Profiles, _ => null).Compile(folder.At("link/site.yaml")).Problems);
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_problems_and_not_exceptions()
    {
        using var folder = new TemporaryFolder();
        var compiler = new SiteCompiler(Repository.Profiles, _ => null);
        Assert.Equal(["Y021"], compiler.Compile(folder.At("none.yaml")).Problems.Select(problem => problem.Code));
        Assert.Equal(["Y021"], compiler.Compile(folder.At("")).Problems.Select(problem => problem.Code));
    }

    [Fact]
    public void Any_bytes_are_answered_and_never_thrown_at() =>
        Prop.ForAll((byte[] noise) => Answers(noise)).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Any_text_made_of_yaml_is_answered_and_never_thrown_at()
    {
        string[] pieces =
        [
            "site", "id", ":", ": ", "：", "- ", "\n", "\n", "  ", "\t", "{", "}", "[", "]", ",", "，", "\"", "'", "“", "”", "#", " #", "|", ">", "&a", "*a",
                "!t", "?",
            "? ", "---", "...", "%YAML", "\\", "${env:X}", "${secret:x}", "1", "012", "0x1F", "nan", "yes", "~", "\u2028", "\u0085", "\uFEFF", "\uD83D\uDE00",
                "城", "buses",
            "devices", "port", "points", "read", "hr:1", "@", "`", "<<", "\r", "=", "\u0007",
        ];
        var texts = Gen.Elements(pieces).ArrayOf().Select(string.Concat);
        Prop.ForAll(texts.ToArbitrary(), text => Answers(Encoding.UTF8.GetBytes(text))).Check(Config.QuickThrowOnFailure.WithMaxTest(1500).WithEndSize(120));
    }

    [Fact]
    public void A_good_file_with_any_piece_cut_or_repeated_is_answered_with_places_inside_it()
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "install", "site.example.yaml"));
        var cuts = Gen.Choose(0, text.Length).Two().Select(pair => (From: Math.Min(pair.Item1, pair.Item2), To: Math.Max(pair.Item1, pair.Item2)));
        Prop.ForAll(cuts.ToArbitrary(), cut =>
        {
            string less = text.Remove(cut.From, Math.Min(cut.To - cut.From, 12));
            string more = text.Insert(cut.From, text[cut.From..Math.Min(cut.To, cut.From + 12)]);
            return PlacesAreInside(less) && PlacesAreInside(more);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }

    [Fact]
    public void Applying_the_offered_fixes_never_ends_in_circles()
    {
        string text = File.ReadAllText(Path.Combine(Repository.Cases("Documents/Cases"), "full-width", "site.yaml"));
        for (int round = 0; round < 5; round++)
        {
            var compiled = Sites.Compile(text);
            if (LineFixes.Apply(compiled.Files[0], compiled.Problems) is not { } mended) break;
            text = mended;
        }
        Assert.DoesNotContain(Sites.Compile(text).Problems, problem => problem.Fix is not null || problem.Code[0] == 'Y');
    }

    private static bool PlacesAreInside(string text)
    {
        string[] lines = text.Split('\n');
        return Sites.Compile(text).Problems.All(one => !one.File.EndsWith("site.yaml", StringComparison.Ordinal)
            || (one.Span.Line >= 1 && one.Span.Line <= lines.Length && one.Span.Column >= 1 && one.Span.Column <= lines[one.Span.Line - 1].Length + 1
                && (one.Span.EndLine > one.Span.Line || one.Span.EndColumn >= one.Span.Column)));
    }

    private static bool Answers(byte[] bytes)
    {
        var site = new SiteCompiler(Repository.Profiles, _ => null).CompileText("site.yaml", bytes);
        var profile = ProfileCompiler.CompileText("profile.yaml", bytes);
        foreach (string language in new[] { "en", "zh-CN" })
        {
            _ = ProblemText.Render(site.Problems, language) + ProblemText.Render(profile.Problems, language);
            _ = ProblemJson.Render(site.Problems, language) + ProblemJson.Render(profile.Problems, language);
        }
        return site.Model is null && profile.Model is null && site.Problems.Count > 0 && profile.Problems.Count > 0;
    }

    private static string WithProfile(string name) => $$"""
        site: { id: a }
        buses: { hall: { connect: tcp://192.0.2.20 } }
        devices: { meter: { profile: {{name}}, bus: hall } }

        """;

    private static string Repeat(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();

    private static IReadOnlyList<Problem> Problems(string text) => Sites.Compile(text).Problems;

    private static IReadOnlyList<Problem> Problems(byte[] bytes) => new SiteCompiler(Repository.Profiles, _ => null).CompileText("site.yaml", bytes).Problems;

    private static IEnumerable<string> Codes(string text) => Problems(text).Select(problem => problem.Code);
}
