using System.Text.RegularExpressions;

namespace Gateway.Core.Documents;

/// <summary>Sizes on disk as files write them: <c>512KB 200MB 2GB</c>, each step 1024 bytes; <c>KiB MiB GiB</c> are the same.</summary>
internal static partial class ByteSizes
{
    public const string Pattern = "^[0-9]{1,6}(K|M|G)i?B$";

    public static bool TryParse(string text, out long bytes)
    {
        var match = Form().Match(text);
        bytes = match.Success ? long.Parse(match.Groups[1].ValueSpan) << (match.Groups[2].Value switch { "K" => 10, "M" => 20, _ => 30 }) : 0;
        return match.Success;
    }

    [GeneratedRegex(@"^([0-9]{1,6})(K|M|G)i?B\z")]
    private static partial Regex Form();
}
