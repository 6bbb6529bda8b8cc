using System.Text.Json;
using Gateway.Core.Buffering;

namespace Gateway.Core.Forwarding.Commands;

/// <summary>What a platform wants again.</summary>
/// <param name="Epoch">Null for whatever epoch they are of: sequences are never used twice on this box.</param>
/// <param name="Ranges">Sequences, from and to included, in order.</param>
/// <param name="PerSecond">Messages a second, at most.</param>
internal sealed record BackfillRequest(Lane Lane, string? Epoch, IReadOnlyList<(long From, long To)> Ranges, int PerSecond)
{
    public const int MostMessages = 10_000;
    public const int MostRanges = 256;
    public const int MostPerSecond = 100;

    private const int UsualPerSecond = 20;

    /// <returns>Null with what is wrong when it is no such request.</returns>
    public static BackfillRequest? Parse(JsonElement json, out string fault)
    {
        fault = "";
        if (!LaneText.TryParse(Command.Text(json, "of") ?? "", out var lane)) fault = "of must be live, fill, event or diag";
        else if (Command.Text(json, "epoch") is null) fault = "epoch is missing";
        else if (RangesIn(json) is not { } ranges) fault = $"ranges must be 1 to {MostRanges} pairs [from, to], {MostMessages} messages in all, in order";
        else
        {
            int perSecond = json.TryGetProperty("max_rate", out var rate) && rate.ValueKind == JsonValueKind.Number && rate.TryGetInt32(out int wanted) ? Math.Clamp(wanted, 1, MostPerSecond) : UsualPerSecond;
            return new BackfillRequest(lane, Command.Text(json, "epoch")!, ranges, perSecond);
        }
        return null;
    }

    private static List<(long From, long To)>? RangesIn(JsonElement json)
    {
        if (!json.TryGetProperty("ranges", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > MostRanges) return null;
        var ranges = new List<(long From, long To)>();
        long messages = 0, after = 0;
        foreach (var pair in list.EnumerateArray())
        {
            if (pair.ValueKind != JsonValueKind.Array || pair.GetArrayLength() != 2) return null;
            if (pair[0].ValueKind != JsonValueKind.Number || pair[1].ValueKind != JsonValueKind.Number) return null;
            if (!pair[0].TryGetInt64(out long from) || !pair[1].TryGetInt64(out long to) || from <= after || to < from) return null;
            if (to - from >= MostMessages || (messages += to - from + 1) > MostMessages) return null;
            ranges.Add((from, to));
            after = to;
        }
        return ranges;
    }
}
