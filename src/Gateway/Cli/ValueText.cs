using System.Globalization;
using System.Text.Json;
using Gateway.Core.Documents;
using Gateway.Core.Readings;

namespace Gateway.Cli;

/// <summary>Values as people read them: a number as short as it is exact, a state as a word, a dash where there is none.</summary>
internal static class ValueText
{
    private const string None = "-";

    private static readonly Wording _on = ("on", "开");
    private static readonly Wording _off = ("off", "关");

    public static string Of(Reading reading, string language) => reading.Kind switch
    {
        ValueKind.Number => reading.Number.ToString(CultureInfo.InvariantCulture),
        ValueKind.Boolean => StateOf(reading.Boolean, language),
        ValueKind.Text => reading.Text ?? "",
        _ => None,
    };

    /// <summary>Of a value as the local API says it.</summary>
    public static string Of(object? value, string language) => value switch
    {
        JsonElement { ValueKind: JsonValueKind.True } => StateOf(true, language),
        JsonElement { ValueKind: JsonValueKind.False } => StateOf(false, language),
        JsonElement { ValueKind: JsonValueKind.Null } or null => None,
        _ => value.ToString() ?? None,
    };

    private static string StateOf(bool isOn, string language) => (isOn ? _on : _off).In(language);
}
