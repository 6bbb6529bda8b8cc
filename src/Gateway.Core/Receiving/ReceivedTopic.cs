namespace Gateway.Core.Receiving;

/// <summary>What a topic name says: the root of a feed, and what comes after it.</summary>
/// <param name="Root">For example <c>envgw1/acme/nt-h07</c>.</param>
/// <param name="Rest">What the level after the root is followed by: the lane, the digest of a descriptor, the name of a client; else empty.</param>
internal readonly record struct ReceivedTopic(string Root, TopicKind Kind, string Rest)
{
    /// <returns>Null when it is none of a gateway's topics.</returns>
    public static ReceivedTopic? Parse(string topic)
    {
        string[] levels = topic.Split('/');
        return levels switch
        {
            [.. { Length: > 0 } root, "status"] => Of(root, TopicKind.Status),
            [.. { Length: > 0 } root, "birth"] => Of(root, TopicKind.Birth),
            [.. { Length: > 0 } root, "data", var lane] => Of(root, TopicKind.Sealed, lane),
            [.. { Length: > 0 } root, "desc", var digest] => Of(root, TopicKind.Descriptor, digest),
            [.. { Length: > 0 } root, "desc", var digest, var piece] => Of(root, TopicKind.DescriptorPiece, $"{digest}/{piece}"),
            [.. { Length: > 0 } root, "reply", var client] => Of(root, TopicKind.Answer, client),
            _ => null,
        };
    }

    private static ReceivedTopic Of(string[] root, TopicKind kind, string rest = "") => new(string.Join('/', root), kind, rest);
}
