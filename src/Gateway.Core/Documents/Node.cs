namespace Gateway.Core.Documents;

/// <summary>A piece of a document with its place: a map, a list or a scalar. Immutable, at most 32 deep.</summary>
internal abstract class Node(TextSpan span)
{
    public TextSpan Span { get; } = span;
}
