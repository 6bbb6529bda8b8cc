using System.Text.RegularExpressions;
using Gateway.Core.Documents;

namespace Gateway.Core.Site;

/// <summary>Puts the values of environment variables into a tree where files write <c>${env:NAME}</c>, and checks the form of references.</summary>
internal sealed partial class References(SourceFile file, ProblemList problems, Func<string, string?> variable)
{
    /// <summary>Keys whose value may be a secret.</summary>
    private static readonly string[] _secretKeys = ["password", "key"];

    public Node Expand(Node node, string key = "") => node switch
    {
        MapNode map => new MapNode(map.Span, [.. map.Entries.Select(entry => entry with { Value = Expand(entry.Value, entry.Name) })]),
        ListNode list => new ListNode(list.Span, [.. list.Items.Select(item => Expand(item, key))]),
        ScalarNode scalar when scalar.Text.Contains("${", StringComparison.Ordinal) => Expand(scalar, key),
        _ => node,
    };

    private Node Expand(ScalarNode scalar, string key)
    {
        string text = scalar.Text;
        if (SecretText.Read(text) is not null)
        {
            if (_secretKeys.Contains(key)) return scalar;
            problems.Add(file.Problem(SiteProblems.SecretMisplaced, scalar.Span, key));
            return new OpaqueNode(scalar.Span);
        }
        for (int from = text.IndexOf("${", StringComparison.Ordinal); from >= 0; from = text.IndexOf("${", from, StringComparison.Ordinal))
        {
            int end = text.IndexOf('}', from);
            string reference = end < 0 ? text[from..] : text[from..(end + 1)];
            string name = reference.StartsWith("${env:", StringComparison.Ordinal) && end > 0 ? reference[6..^1] : "";
            if (!VariableName().IsMatch(name))
            {
                problems.Add(file.Problem(SiteProblems.ReferenceForm, scalar.Span, reference.Length <= 60 ? reference : reference[..59] + "…"));
                return new OpaqueNode(scalar.Span);
            }
            if (variable(name) is not { } value)
            {
                problems.Add(file.Problem(SiteProblems.UnsetVariable, scalar.Span, name));
                return new OpaqueNode(scalar.Span);
            }
            text = string.Concat(text.AsSpan(0, from), value, text.AsSpan(end + 1));
            from += value.Length;
        }
        // A reference alone takes the type of what it stands for, also where quotes were only needed around its braces.
        bool isAlone = scalar.Text.StartsWith("${", StringComparison.Ordinal) && scalar.Text.IndexOf('}', StringComparison.Ordinal) == scalar.Text.Length - 1;
        return new ScalarNode(scalar.Span, text, scalar.IsPlain || isAlone);
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*\\z")]
    private static partial Regex VariableName();
}
