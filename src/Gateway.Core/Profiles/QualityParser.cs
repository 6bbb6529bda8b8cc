using Gateway.Core.Documents;
using Gateway.Core.Readings;

namespace Gateway.Core.Profiles;

/// <summary>Reads <c>good</c> or <c>{ quality: bad, reason: sensor-fault, name: … }</c>.</summary>
internal static class QualityParser
{
    public static (Quality Quality, string Name)? Read(SourceFile file, ProblemList problems, Node? node)
    {
        if (node is ScalarNode { Text: "good" }) return (Quality.Good, "");
        if (node is not MapNode map || map.Scalar("quality") is not { } word) return null;
        string name = map.Text("name") ?? "";
        if (word.Text == "good") return (Quality.Good, name);
        if (QualityText.TryParseReason(map.Text("reason") ?? "", out var reason))
            return (word.Text == "bad" ? Quality.Bad(reason) : Quality.Uncertain(reason), name);
        if (map.Find("reason") is null)
            problems.Add(file.Problem(ProfileProblems.ReasonMissing, word.Span, word.Text, string.Join(", ", QualityText.Reasons)));
        return null;
    }
}
