using System.Text.Json;

namespace Gateway.Core.Receiving.Schemas;

/// <summary>Judges a value.</summary>
/// <returns>Null when it fits; else where and why not.</returns>
internal delegate string? SchemaRule(JsonElement value);
