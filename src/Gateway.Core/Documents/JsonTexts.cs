using System.Text.Json;
using System.Text.Unicode;

namespace Gateway.Core.Documents;

/// <summary>Whether the texts of a JSON document are texts. The parser lets pass what it does not look into: bytes that are no UTF-8, and escapes of half a
/// character (RFC 8259, section 8.2). Whoever reads such a text later gets an exception.</summary>
internal static class JsonTexts
{
    /// <param name="json">What <paramref name="root"/> was parsed from.</param>
    public static bool AreWhole(ReadOnlySpan<byte> json, JsonElement root)
    {
        if (!Utf8.IsValid(json)) return false;
        if (json.IndexOf("\\u"u8) < 0) return true;
        try
        {
            ReadAll(root);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    // As deep as the parser went, which is bounded.
    private static void ReadAll(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in json.EnumerateObject())
                {
                    _ = member.Name;
                    ReadAll(member.Value);
                }
                break;
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray()) ReadAll(item);
                break;
            case JsonValueKind.String:
                _ = json.GetString();
                break;
        }
    }
}
