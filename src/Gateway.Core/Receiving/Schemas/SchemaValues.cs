using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gateway.Core.Receiving.Schemas;

/// <summary>Rules for single values. A keyword for another type says nothing of a value (JSON Schema Validation 2020-12, section 6).</summary>
internal static class SchemaValues
{
    public static SchemaRule OfType(JsonElement type)
    {
        string[] names = type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(name => name.GetString()!)] : [type.GetString()!];
        return value => System.Array.Exists(names, name => Is(value, name)) ? null : $" is not {string.Join(" or ", names)}";
    }

    public static SchemaRule OneOf(JsonElement[] words) => value =>
        System.Array.Exists(words, word => JsonElement.DeepEquals(word, value))
            ? null
            : $" is none of {string.Join(", ", words.Select(word => word.GetRawText()))}";

    public static SchemaRule AtLeast(decimal least) => value => Number(value) is { } number && number < (double)least ? $" is less than {least}" : null;

    public static SchemaRule AtMost(decimal most) => value => Number(value) is { } number && number > (double)most ? $" is more than {most}" : null;

    public static SchemaRule NotShorter(int length) => value => Text(value) is { } text && Characters(text) < length ? $" is shorter than {length}" : null;

    public static SchemaRule NotLonger(int length) => value => Text(value) is { } text && Characters(text) > length ? $" is longer than {length}" : null;

    public static SchemaRule Matching(string pattern)
    {
        // In .NET a $ also stands before a line feed at the end, in JSON Schema (ECMA-262) only at the end.
        string whole = pattern.EndsWith('$') ? pattern[..^1] + @"\z" : pattern;
        var expression = new Regex(whole, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        return value => Text(value) is { } text && !expression.IsMatch(text) ? $" does not match {pattern}" : null;
    }

    private static bool Is(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "number" => value.ValueKind == JsonValueKind.Number,
        // Narrower than JSON Schema, for which 1.0 and 1e300 are integers too: no gateway writes one so, and whoever reads it as 64 bits cannot.
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ => throw new InvalidDataException($"the type {type} is not known here"),
    };

    private static double? Number(JsonElement value) => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int Characters(string text) => text.Length - text.Count(char.IsLowSurrogate);
}
