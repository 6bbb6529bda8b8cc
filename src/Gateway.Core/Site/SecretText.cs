using System.Text.RegularExpressions;

namespace Gateway.Core.Site;

/// <summary>Reads <c>${secret:name}</c>.</summary>
internal static partial class SecretText
{
    /// <summary>The reference; null when the text is none.</summary>
    public static SecretReference? Read(string? text) =>
        Form().Match(text ?? "") is { Success: true } match ? new SecretReference(match.Groups[1].Value) : null;

    [GeneratedRegex(@"^\$\{secret:([A-Za-z0-9_-]{1,64})\}\z")]
    private static partial Regex Form();
}
