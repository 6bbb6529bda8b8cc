using System.Text.Json;

namespace Gateway.Core.Receiving.Schemas;

/// <summary>Judges messages by the schema of their kind.</summary>
internal sealed class SchemaCheck
{
    private readonly Dictionary<string, SchemaRule> _ofKind;
    private readonly HashSet<string> _events;

    /// <param name="schemas">Schema texts by file name, such as <c>readings.json</c>.</param>
    /// <exception cref="InvalidDataException">One of them uses what is not known here.</exception>
    public SchemaCheck(IReadOnlyDictionary<string, string> schemas)
    {
        var compiler = new SchemaCompiler(schemas);
        _ofKind = schemas.Keys.ToDictionary(file => Path.GetFileNameWithoutExtension(file), compiler.Compile);
        using var events = JsonDocument.Parse(schemas["event.json"]);
        _events = [.. events.RootElement.GetProperty("properties").GetProperty("kind").GetProperty("enum").EnumerateArray().Select(kind => kind.GetString()!)];
    }

    /// <returns>Null when the message is as its schema wants it.</returns>
    public string? FaultOf(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty("kind", out var kind) || kind.ValueKind != JsonValueKind.String)
            return "kind is missing";
        string name = kind.GetString()!;
        // Kinds of events share one schema. A kind of a later minor version has none here, and the envelope all the same.
        string schema = _events.Contains(name) ? "event" : _ofKind.ContainsKey(name) ? name : "envelope";
        return _ofKind[schema](message) is { } fault ? $"{name}: {fault.TrimStart('.', ' ')}" : null;
    }

    /// <returns>Null when the message carries what every sealed message does, whatever its kind.</returns>
    public string? FaultOfEnvelope(JsonElement message) => _ofKind["envelope"](message) is { } fault ? $"no sealed message: {fault.TrimStart('.', ' ')}" : null;
}
