namespace Gateway.Core.Documents;

/// <summary>Values in order.</summary>
internal sealed class ListNode(TextSpan span, IReadOnlyList<Node> items) : Node(span)
{
    public IReadOnlyList<Node> Items { get; } = items;
}
