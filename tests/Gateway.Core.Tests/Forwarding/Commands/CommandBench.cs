using Gateway.Core.Alarms;
using Gateway.Core.Forwarding.Commands;
using Gateway.Core.Site;

namespace Gateway.Core.Tests.Forwarding.Commands;

/// <summary>A running feed whose commands are done by a gateway that remembers what it was asked.</summary>
internal sealed class CommandBench : FeedBench
{
    private readonly List<Acknowledgement> _acknowledged = [];
    private readonly List<ShelveOrder> _shelved = [];
    private readonly List<string> _readNow = [];

    public CommandBench(FeedModel feed)
        : base(feed)
    {
        Targets = new CommandTargets(
            (by, _) =>
            {
                lock (_acknowledged) _acknowledged.Add(by);
                return Task.FromResult(AcknowledgeResult.Done);
            },
            (order, _) =>
            {
                lock (_acknowledged) _shelved.Add(order);
                return Task.FromResult(order.For > ShelveRules.LongestFor(2) ? ShelveResult.TimeNotAllowed : ShelveResult.Done);
            },
            (_, _) => Task.FromResult(ShelveResult.NotShelved),
            () => [new AlarmRecord("outlet/point0/high", AlarmState.Unacknowledged, "01JD7XQ8Z4M2", 1, 1, 1.42)], (_, point) => point == "broken" ? throw new NotSupportedException("our bug") : false, [],
            (points, _) =>
            {
                lock (_acknowledged) _readNow.AddRange(points);
                return Task.FromResult<IReadOnlyList<string>>(["outlet/slow"]);
            },
            _ => Task.FromResult<IReadOnlyList<byte[]>?>([]), () => "{}"u8.ToArray());
        Start();
    }

    public IReadOnlyList<ShelveOrder> Shelved
    {
        get { lock (_acknowledged) return [.. _shelved]; }
    }

    /// <summary>Points whose devices were read for a command.</summary>
    public IReadOnlyList<string> ReadNow
    {
        get { lock (_acknowledged) return [.. _readNow]; }
    }

    public IReadOnlyList<Acknowledgement> Acknowledged
    {
        get { lock (_acknowledged) return [.. _acknowledged]; }
    }
}
