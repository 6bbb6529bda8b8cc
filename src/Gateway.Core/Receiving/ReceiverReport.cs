using Gateway.Core.Documents;

namespace Gateway.Core.Receiving;

/// <summary>What a receiver has, and what that proves.</summary>
/// <param name="IsProven">Nothing is missing, nothing contradicts, and every message was as its schema wants it.</param>
/// <param name="Damaged">Messages that were refused because their sum told that they were damaged on the way; what they brought has come again.</param>
/// <param name="Invalid">Messages that were not as their schema wants them.</param>
/// <param name="Faults">What was wrong with the first of them.</param>
internal sealed record ReceiverReport(bool IsProven, long Messages, long Damaged, long Invalid, IReadOnlyList<string> Faults, IReadOnlyList<GatewayReport> Gateways)
{
    public static ReceiverReport Of(Receiver receiver)
    {
        GatewayReport[] gateways = [.. receiver.Gateways.Select(GatewayReport.Of)];
        bool isProven = receiver.Faulty == 0 && gateways.Length > 0 && Array.TrueForAll(gateways, gateway => gateway.IsProven);
        return new ReceiverReport(isProven, receiver.Messages, receiver.Damaged, receiver.Faulty, receiver.Faults, gateways);
    }

    /// <summary>What a person should know although it is no hole in the proof, one sentence each.</summary>
    public IEnumerable<Wording> Findings()
    {
        if (Damaged > 0) yield return ($"{Damaged} messages came damaged and were refused", $"{Damaged} 条消息在传输中损坏，已拒收");
        foreach (var gateway in Gateways)
        {
            foreach (var said in gateway.Lanes.SelectMany(lane => lane.Findings()))
                yield return ($"{gateway.TopicRoot} {said.English}", $"{gateway.TopicRoot} {said.Chinese}");
        }
    }

    /// <summary>What is not proven, one sentence each; nothing when everything is.</summary>
    public IEnumerable<Wording> Unproven()
    {
        if (Gateways.Count == 0) yield return ("no gateway was heard", "没有收到任何网关的消息");
        if (Invalid > 0) yield return ($"{Invalid} messages are not as their schema wants them", $"{Invalid} 条消息不符合模式");
        foreach (string fault in Faults) yield return fault;
        foreach (var line in Gateways.SelectMany(gateway => gateway.Unproven())) yield return line;
    }
}
