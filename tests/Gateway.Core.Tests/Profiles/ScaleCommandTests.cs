using System.Text;
using Gateway.Core.Documents;
using Gateway.Core.Profiles;

namespace Gateway.Core.Tests.Profiles;

/// <summary>A command that can never be sent is a mistake in the file, not a fault at each poll.</summary>
public sealed class ScaleCommandTests
{
    private static IReadOnlyList<Problem> Problems(string scale) => ProfileCompiler.CompileText("p.yaml", Encoding.UTF8.GetBytes(
        $$"""
        profile: own/bin
        version: 1.0.0
        device: { manufacturer: Acme, model: X, grade: C, source: nobody }
        scale: { {{scale}} }
        points: { stable: { quantity: state, field: stable } }
        tests: [{ text: "1\r\n", expect: { stable: { quality: "B:not-assigned" } } }]
        """)).Problems;

    private const string Described = "protocol: delimited-text, pattern: '(?<weight>[0-9]+)'";

    [Theory]
    [InlineData($$"""{{Described}}, mode: polled, poll: "{adress}R" """)]
    [InlineData($$"""{{Described}}, mode: addressed, poll: "{address:Q}R" """)]
    [InlineData($$"""{{Described}}, mode: addressed, poll: "{address}{weight}" """)]
    [InlineData($$"""{{Described}}, mode: polled, poll: "#{address}" """)]
    [InlineData("protocol: yaohua-a9-command, mode: polled")]
    [InlineData("protocol: yaohua-a9-command, mode: addressed, commands: [gross]")]
    [InlineData("protocol: cas-22, mode: polled")]
    public void A_command_that_cannot_be_sent_is_a_mistake(string scale)
    {
        var problem = Assert.Single(Problems(scale), problem => problem.Code == "P303");
        Assert.Contains("cannot be sent", ProblemText.Render([problem], "en"), StringComparison.Ordinal);
        Assert.Contains("无法发送", ProblemText.Render([problem], "zh"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData($$"""{{Described}}, mode: addressed, poll: "#{address:00}R" """)]
    [InlineData($$"""{{Described}}, mode: polled, poll: "W" """)]
    [InlineData("protocol: mt-sics, mode: polled, commands: [S, TA]")]
    [InlineData("protocol: mt-sics, mode: stream")]
    [InlineData("protocol: cas-22, mode: addressed")]
    public void A_command_that_can_be_sent_is_none(string scale) => Assert.DoesNotContain(Problems(scale), problem => problem.Code == "P303");
}
