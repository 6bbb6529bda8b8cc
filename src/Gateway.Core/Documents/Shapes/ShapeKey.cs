namespace Gateway.Core.Documents.Shapes;

/// <summary>A key of a map with a fixed set of keys.</summary>
/// <param name="Docs">What it means, for the schema and for the message when it is missing.</param>
internal sealed record ShapeKey(string Name, Shape Shape, string Docs, bool IsRequired = false);
