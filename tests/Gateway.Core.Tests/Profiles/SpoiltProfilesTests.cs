using System.Text;
using System.Text.RegularExpressions;
using Gateway.Core.Profiles;
using Gateway.Core.Tests.Documents;

namespace Gateway.Core.Tests.Profiles;

/// <summary>What a person does to a profile with an editor: everything.</summary>
public sealed partial class SpoiltProfilesTests
{
    private static readonly string[] _junk =
    [
        "0", "-1", "65535", "65536", "99999999999", "1e300", "-1e-30", "0xFFFF", "nan", ".inf", "true", "''", "hr:0", "hr:65535", "ir:70000", "co:3", "40001",
        "text",
        "uint64", "float32", "[]", "{}", "[1, 2]", "{ a: b }", "~", "1s", "0s", "９", "压差", "{ read: hr:1 }", "{ low: hr:1, high: hr:2 }", "high_byte", "ABCD",
        "[ABCD]", "*x", "&x 1",
    ];

    [GeneratedRegex(@"[^\s{}\[\],:""']+(:\d+)?")]
    private static partial Regex Words { get; }

    [Theory]
    [MemberData(nameof(ShippedProfilesTests.Names), MemberType = typeof(ShippedProfilesTests))]
    public void A_spoilt_profile_is_answered_with_its_mistakes_and_never_with_an_exception(string name)
    {
        string text = File.ReadAllText(Path.Combine(Repository.Profiles, $"{name}.yaml"));
        var random = new Random(name.Sum(letter => letter));
        for (int i = 0; i < 25; i++)
        {
            string spoilt = Spoilt(text, random);
            var failure = Record.Exception(() => ProfileCompiler.CompileText("p.yaml", Encoding.UTF8.GetBytes(spoilt)));
            Assert.True(failure is null, $"{failure}\n{spoilt}");
        }
    }

    private static ProfileCompilation Channel(string keys) => ProfileCompiler.CompileText("p.yaml", Encoding.UTF8.GetBytes(
        $$"""
        profile: own/probe
        version: 1.0.0
        device: { manufacturer: Acme, model: X, grade: A, source: manual }
        modbus: { unit: 1 }
        channels: { ai: { read: hr:0, type: uint16, quantities: { ph: { unit: "[pH]" } }, {{keys}} } }
        tests: [{ channels: { ai1: ph }, registers: { hr:0: "0001 0000 0000 0000 0000 0000 0000 0000" }, expect: { ph: 1 } }]
        """));

    [Theory]
    [InlineData("slots: -1, stride: 4")]
    [InlineData("slots: 0, stride: 4")]
    [InlineData("slots: 9223372036854775807, stride: 4096")]
    [InlineData("slots: 2, stride: 4, first: 2147483647")]
    [InlineData("slots: 2, stride: -4")]
    public void Slots_that_cannot_be_counted_are_a_mistake(string slots) => Assert.NotEmpty(Channel(slots).Problems);

    [Theory]
    [InlineData("status: [{ read: hr:65533, values: { 0: good } }]")]
    [InlineData("decimals_from: hr:65533")]
    [InlineData("sign_from: { read: hr:65533, bit: 0 }")]
    public void What_belongs_to_a_slot_lies_inside_the_table_for_the_last_slot_too(string belonging)
    {
        Assert.Contains("P203", Channel($"slots: 2, stride: 4, {belonging}").Problems.Select(problem => problem.Code));
        Assert.DoesNotContain("P203", Channel($"slots: 2, stride: 2, {belonging}").Problems.Select(problem => problem.Code));
    }

    [Fact]
    public void The_unit_of_the_last_slot_lies_inside_the_table_too() => Assert.Contains("P203",
        Channel("slots: 2, stride: 4, unit_from: { read: hr:65533, units: { 0: \"[pH]\" } }").Problems.Select(problem => problem.Code));

    private static string Spoilt(string text, Random random)
    {
        List<string> lines = [.. text.Split('\n')];
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            int at = random.Next(lines.Count);
            switch (random.Next(5))
            {
                case 0: lines.RemoveAt(at); break;
                case 1: lines.Insert(random.Next(lines.Count), lines[at]); break;
                default:
                    var words = Words.Matches(lines[at]);
                    if (words.Count == 0) break;
                    var word = words[random.Next(words.Count)];
                    lines[at] = lines[at][..word.Index] + _junk[random.Next(_junk.Length)] + lines[at][(word.Index + word.Length)..];
                    break;
            }
        }
        return string.Join('\n', lines);
    }
}
