namespace Gateway.Core.Documents;

/// <summary>Stands where a value could not be read; that has been reported, so nobody looks at it again.</summary>
internal sealed class OpaqueNode(TextSpan span) : Node(span);
