using Gateway.Core.Buffering;
using Gateway.Core.Documents;

namespace Gateway.Core.Receiving;

/// <summary>One lane in one epoch. Ranges are pairs [from, to] of sequences.</summary>
/// <param name="From">Where the proof begins; null when nothing is to be proven.</param>
/// <param name="Altered">Came altered, and, mostly by a backfill, as they were sealed: the proof holds, and the way they came is not to be trusted.</param>
/// <param name="ChainedTo">How far a recomputed hash chain agreed with a manifest; 0 for nowhere, as on a thinned feed.</param>
/// <param name="IsUnheard">Nothing of it came but where it stood when the gateway connected.</param>
/// <param name="LatencyMs">Of fresh messages, from measuring to arrival by the two clocks: median, 99 of 100, most; null when there was none.</param>
internal sealed record LaneReport(
    string Lane, string Epoch, bool IsProven, long? From, long To, long Messages, long Repeats, long Reordered, IReadOnlyList<long[]> Missing,
    IReadOnlyList<long[]> Unstated, IReadOnlyList<long[]> Broken, IReadOnlyList<long[]> Conflicting, IReadOnlyList<long[]> Altered,
    IReadOnlyList<long[]> Explained, long ChainedTo, IReadOnlyList<long>? LatencyMs, bool IsUnheard)
{
    private const int MostShown = 8;

    public static LaneReport Of(LaneRecord record)
    {
        var verdict = record.Judge();
        var latency = record.Latency;
        return new LaneReport(
            LaneText.Of(record.Lane), record.Epoch, verdict.IsProven, verdict.From, verdict.To, record.Messages, record.Repeats, record.Reordered,
            Pairs(verdict.Missing), Pairs(verdict.Unstated), Pairs(verdict.Broken), Pairs(verdict.Conflicting), Pairs(verdict.Altered), Pairs(verdict.Explained), verdict.ChainedTo,
            latency.Count == 0 ? null : [latency.Percentile(0.5)!.Value, latency.Percentile(0.99)!.Value, latency.MostMs!.Value], verdict.IsUnheard);
    }

    public IEnumerable<Wording> Unproven()
    {
        if (IsUnheard) yield return ($"{Lane} {Epoch}: no message came, and no manifest says that there is none", $"{Lane} {Epoch}：没有收到消息，也没有清单说明确无消息");
        if (Missing.Count > 0) yield return Say(Missing, "missing", "缺失");
        if (Unstated.Count > 0) yield return Say(Unstated, "in no manifest", "没有清单说明");
        if (Broken.Count > 0) yield return Say(Broken, "the hash chain is not that of the manifest", "哈希链与清单不符");
        if (Conflicting.Count > 0) yield return Say(Conflicting, "came with two contents, and no manifest proves one of them", "同一序号有两种内容，且没有清单能证明其一");
    }

    /// <summary>What is accounted for, and yet not as one would wish.</summary>
    public IEnumerable<Wording> Findings()
    {
        if (Explained.Count > 0) yield return Say(Explained, "gone by the gateway's own word", "网关已说明不存在");
        if (Altered.Count > 0) yield return Say(Altered, "came altered, and as sealed; the chain proves the one that is kept", "收到过被改动的内容；现存内容已由哈希链证明");
    }

    /// <summary>The ranges as people read them.</summary>
    public static string Text(IReadOnlyList<long[]> ranges)
    {
        string shown = string.Join(", ", ranges.Take(MostShown).Select(range => range[0] == range[1] ? $"{range[0]}" : $"{range[0]}-{range[1]}"));
        return ranges.Count > MostShown ? $"{shown}, ... ({ranges.Count})" : shown;
    }

    private Wording Say(IReadOnlyList<long[]> ranges, string english, string chinese) =>
        ($"{Lane} {Epoch}: {english}: {Text(ranges)}", $"{Lane} {Epoch}：{chinese}：{Text(ranges)}");

    private static long[][] Pairs(IReadOnlyList<(long From, long To)> ranges) => [.. ranges.Select(range => new[] { range.From, range.To })];
}
