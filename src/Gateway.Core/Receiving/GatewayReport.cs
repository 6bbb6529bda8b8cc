using Gateway.Core.Documents;

namespace Gateway.Core.Receiving;

/// <summary>One gateway, as one feed brings it.</summary>
/// <param name="HasBirth">Without a birth nobody knows what the feed sends.</param>
/// <param name="Undescribed">Digests of descriptors that messages name and that have not come.</param>
/// <param name="Trouble">What the gateway said against the last command.</param>
internal sealed record GatewayReport(
    string TopicRoot, string Gateway, bool IsProven, bool HasBirth, IReadOnlyList<string> Undescribed, string? Trouble, IReadOnlyList<LaneReport> Lanes)
{
    public static GatewayReport Of(GatewayRecord record)
    {
        LaneReport[] lanes = [.. record.Lanes.Select(LaneReport.Of)];
        string[] undescribed = [.. record.Undescribed];
        bool isProven = record.Birth is not null && undescribed.Length == 0 && Array.TrueForAll(lanes, lane => lane.IsProven);
        return new GatewayReport(record.Root, record.Gateway, isProven, record.Birth is not null, undescribed, record.Trouble, lanes);
    }

    public IEnumerable<Wording> Unproven()
    {
        if (!HasBirth) yield return ($"{TopicRoot}: no birth has come", $"{TopicRoot}：没有收到 birth 消息");
        foreach (string digest in Undescribed) yield return ($"{TopicRoot}: descriptor {digest} has not come", $"{TopicRoot}：没有收到描述 {digest}");
        foreach (var line in Lanes.SelectMany(lane => lane.Unproven())) yield return ($"{TopicRoot} {line.English}", $"{TopicRoot} {line.Chinese}");
        if (!IsProven && Trouble is not null) yield return ($"{TopicRoot}: asked for it, and {Trouble}", $"{TopicRoot}：已请求，结果为 {Trouble}");
    }
}
