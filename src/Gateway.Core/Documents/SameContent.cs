namespace Gateway.Core.Documents;

/// <summary>Whether two documents say the same: keys in any order, everything else as it stands.</summary>
internal static class SameContent
{
    public static bool Of(Node one, Node other) => (one, other) switch
    {
        (ScalarNode first, ScalarNode second) => first.Text == second.Text && first.IsPlain == second.IsPlain,
        (ListNode first, ListNode second) => first.Items.Count == second.Items.Count && first.Items.Zip(second.Items).All(pair => Of(pair.First, pair.Second)),
        (MapNode first, MapNode second) => first.Entries.Count == second.Entries.Count
            && first.Entries.All(entry => second.Find(entry.Name) is { } found && Of(entry.Key, found.Key) && Of(entry.Value, found.Value)),
        _ => false,
    };
}
