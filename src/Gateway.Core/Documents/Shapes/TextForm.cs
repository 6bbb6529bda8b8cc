using System.Text.RegularExpressions;

namespace Gateway.Core.Documents.Shapes;

/// <summary>What a text may look like.</summary>
/// <param name="pattern">A regular expression that .NET and ECMAScript read alike, from ^ to $.</param>
internal sealed class TextForm(string pattern)
{
    // Most forms belong to files that this program run never reads, and a compiled expression stays in memory.
    private Regex? _compiled;

    public bool Fits(string text) => (_compiled ??= new Regex(pattern.Replace("$", "\\z", StringComparison.Ordinal))).IsMatch(text);
}
