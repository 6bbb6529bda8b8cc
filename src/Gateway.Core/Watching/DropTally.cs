using Gateway.Core.Auditing;
using Gateway.Core.Buffering;

namespace Gateway.Core.Watching;

/// <summary>Tells drops as ranges: the first of a kind at once, what follows once an hour. A store at its size drops all the time.</summary>
internal sealed class DropTally
{
    public static readonly TimeSpan Every = TimeSpan.FromHours(1);

    private readonly Dictionary<(Lane Lane, DropReason Reason), (long To, long Readings, TimeSpan? ToldAt)> _told = [];
    private bool _hasLooked;

    /// <param name="drops">All records there are. Those of the first call were told before, or stand in a manifest.</param>
    /// <param name="at">Monotonic time.</param>
    public IEnumerable<Happening> Take(IReadOnlyList<Drop> drops, TimeSpan at)
    {
        foreach (var group in drops.GroupBy(drop => (drop.Lane, drop.Reason)))
        {
            long to = group.Max(drop => drop.To), readings = group.Sum(drop => drop.Readings);
            var told = _told.GetValueOrDefault(group.Key);
            if (!_hasLooked) _told[group.Key] = (to, readings, null);
            if (!_hasLooked || (to <= told.To && readings <= told.Readings)) continue;
            if (told.ToldAt is { } last && at - last < Every) continue;
            long from = group.Where(drop => drop.To > told.To).Select(drop => Math.Max(drop.From, told.To + 1)).DefaultIfEmpty(group.Min(drop => drop.From))
                .Min();
            _told[group.Key] = (to, readings, at);
            yield return Of(group.Key.Lane, group.Key.Reason, from, to, readings - told.Readings);
        }
        _hasLooked = true;
    }

    private static Happening Of(Lane lane, DropReason reason, long from, long to, long readings) => Happening.OfStore(AuditKind.Drop, "drop", json =>
    {
        json.WriteString("lane", LaneText.Of(lane));
        json.WriteNumber("from", from);
        json.WriteNumber("to", to);
        json.WriteNumber("readings", readings);
        json.WriteString("reason", DropReasonText.Of(reason));
    });
}
