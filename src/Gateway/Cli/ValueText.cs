using System.Globalization;
using System.Text.Json;
using Gateway.Core.Readings;

namespace Gateway.Cli;

/// <summary>Values as people read them: a number as short as it is exact, a dash where there is none.</summary>
internal static class ValueText
{
    private const string None = "-";

    public static string Of(Reading reading) => reading.Kind switch
    {
        ValueKind.Number => reading.Number.ToString(CultureInfo.InvariantCulture),
        ValueKind.Boolean => reading.Boolean ? "1" : "0",
        ValueKind.Text => reading.Text ?? "",
        _ => None,
    };

    /// <summary>Of a value as the local API says it.</summary>
    public static string Of(object? value) => value switch
    {
        JsonElement { ValueKind: JsonValueKind.True } => "1",
        JsonElement { ValueKind: JsonValueKind.False } => "0",
        JsonElement { ValueKind: JsonValueKind.Null } or null => None,
        _ => value.ToString() ?? None,
    };
}
