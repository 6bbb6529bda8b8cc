using Gateway.Core.Buffering;

namespace Gateway.Faults.Site;

/// <summary>What lies in a data folder while no gateway runs on it.</summary>
internal static class StoredMessages
{
    /// <returns>All messages; and whether one that is not among them is explained by a record of its drop.</returns>
    public static (IReadOnlySet<MessageId> Stored, Func<MessageId, bool> IsDropped) Of(string folder)
    {
        using var store = new StoreInspection(folder, TimeProvider.System);
        var stored = new HashSet<MessageId>();
        foreach (var lane in LaneText.All)
        {
            foreach (var message in store.Messages(lane, 0)) stored.Add(new MessageId(message.Epoch, LaneText.Of(lane), message.Seq));
        }
        var drops = store.Report().Drops;
        return (stored, id => drops.Any(drop => LaneText.Of(drop.Lane) == id.Lane && drop.From <= id.Seq && id.Seq <= drop.To));
    }
}
