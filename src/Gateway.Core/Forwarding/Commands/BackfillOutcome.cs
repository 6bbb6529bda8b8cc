using System.Text.Json;
using Gateway.Core.Buffering;
using Gateway.Core.Forwarding.Proof;

namespace Gateway.Core.Forwarding.Commands;

/// <summary>What became of each message that a backfill was asked for: every one is in exactly one of the lists.</summary>
/// <param name="Sent">Messages that went out again and were acknowledged.</param>
/// <param name="Gone">Not in the store any more, and why.</param>
/// <param name="Unknown">Never sealed in that epoch.</param>
/// <param name="Nothing">Holds nothing that the feed sends.</param>
/// <param name="Refused">The broker did not take it.</param>
internal sealed record BackfillOutcome(
    BackfillRequest Request, long Sent, IReadOnlyList<Drop> Gone, IReadOnlyList<(long From, long To)> Unknown,
    IReadOnlyList<(long From, long To)> Nothing, IReadOnlyList<(long From, long To)> Refused)
{
    // An event has to stay below what any broker takes; the answer, and the manifests, have every record.
    private const int MostDropsRecorded = 64;

    /// <summary>The members of the answer's result.</summary>
    public void WriteAnswer(Utf8JsonWriter json)
    {
        json.WriteNumber("sent", Sent);
        DropsJson.Write(json, "gone", Gone);
        SequenceJson.WriteRanges(json, "unknown", Unknown);
        SequenceJson.WriteRanges(json, "nothing", Nothing);
        SequenceJson.WriteRanges(json, "refused", Refused);
    }

    /// <summary>The member of the operator event that records it: what was asked, and how many messages had which end.</summary>
    public void WriteRecord(Utf8JsonWriter json)
    {
        json.WriteStartObject("backfill");
        json.WriteString("of", LaneText.Of(Request.Lane));
        json.WriteString("epoch", Request.Epoch);
        SequenceJson.WriteRanges(json, "ranges", Request.Ranges);
        json.WriteNumber("asked", Count(Request.Ranges));
        json.WriteNumber("sent", Sent);
        json.WriteNumber("gone", Gone.Sum(drop => drop.To - drop.From + 1));
        json.WriteNumber("unknown", Count(Unknown));
        json.WriteNumber("nothing", Count(Nothing));
        json.WriteNumber("refused", Count(Refused));
        DropsJson.Write(json, "dropped", Gone.Take(MostDropsRecorded));
        json.WriteEndObject();
    }

    private static long Count(IReadOnlyList<(long From, long To)> ranges) => ranges.Sum(range => range.To - range.From + 1);
}
