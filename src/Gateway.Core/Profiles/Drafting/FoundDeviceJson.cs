using System.Text.Json;

namespace Gateway.Core.Profiles.Drafting;

/// <summary>Reads what <c>envgw find</c> has kept: JSON of the schema <c>envgw.find/1</c>.</summary>
public static class FoundDeviceJson
{
    public const string Schema = "envgw.find/1";

    /// <returns>Null when the text is no such JSON, or nothing in it can be read as a value.</returns>
    public static FoundDevice? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (Text(root, "schema") != Schema || !root.TryGetProperty("findings", out var findings) || findings.ValueKind != JsonValueKind.Array) return null;
            FoundValue[] values = [.. findings.EnumerateArray().Select(Value).OfType<FoundValue>()];
            return values.Length == 0 ? null : new FoundDevice(Unit(root), Text(root, "serial"), values);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static FoundValue? Value(JsonElement finding)
    {
        if (finding.ValueKind != JsonValueKind.Object || Table(Text(finding, "table")) is not { } table) return null;
        if (Number(finding, "address") is not (>= 0 and <= 65535 and var address)) return null;
        bool isBits = table is RegisterTable.Coil or RegisterTable.DiscreteInput;
        if (!RegisterTypeText.TryParse(isBits ? "bit" : Text(finding, "type"), out var type)) return null;
        int quantity = Math.Max(1, RegisterTypeText.Registers(type));
        string[] readings = finding.TryGetProperty("readings", out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(reading => Text(reading, "registers")).OfType<string>()
                .Where(words => isBits ? words is "0" or "1" : AreWords(words, quantity))]
            : [];
        if (readings.Length == 0 || address + quantity > 65536) return null;
        if (!ByteOrderText.TryParse(Text(finding, "byte_order") ?? Text(finding, "byteOrder"), out var order)) order = ByteOrder.ABCD;
        var reference = new RegisterReference(new RegisterRange(table, (ushort)address, (ushort)quantity), type, order);
        bool isScaled = finding.TryGetProperty("scale", out var written) && written.ValueKind == JsonValueKind.Number;
        decimal scale = isScaled && written.TryGetDecimal(out decimal factor) && factor != 0 ? factor : 1;
        string unit = finding.TryGetProperty("unit", out _) ? Text(finding, "unit") ?? "" : "";
        return new FoundValue(reference, scale, Text(finding, "quantity") ?? "", unit, readings)
        {
            IsConfirmed = !finding.TryGetProperty("unconfirmed", out var mark) || mark.ValueKind != JsonValueKind.True,
        };
    }

    /// <summary>So many registers in hexadecimal: <c>40E6 B852</c>.</summary>
    private static bool AreWords(string text, int quantity)
    {
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == quantity && Array.TrueForAll(words, word => word.Length == 4 && word.All(char.IsAsciiHexDigit));
    }

    private static byte? Unit(JsonElement root) => Number(root, "unit") is >= 0 and <= 255 and var unit ? (byte)unit : null;

    private static RegisterTable? Table(string? word) => word switch
    {
        "hr" or "holding" => RegisterTable.HoldingRegister,
        "ir" or "input" => RegisterTable.InputRegister,
        "co" or "coil" => RegisterTable.Coil,
        "di" or "discrete" => RegisterTable.DiscreteInput,
        _ => null,
    };

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static int? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number : null;
}
