using System.Security.Cryptography;
using System.Text.Json;
using Gateway.Core.Buffering;

namespace Gateway.Core.Receiving;

/// <summary>A message that carries its identity. Made of JSON that its schema has passed.</summary>
/// <param name="From">First sequence it stands for: a thinned feed passes over what holds nothing for it.</param>
/// <param name="Digest">SHA-256 of the JSON before compression.</param>
internal sealed record SealedMessage(string Gateway, string Epoch, Lane Lane, long Seq, long From, byte[] Digest)
{
    /// <summary>When the newest of it was measured, or when it was sealed: UTC milliseconds.</summary>
    public required long NewestMs { get; init; }

    public static SealedMessage Of(JsonElement message, ReadOnlySpan<byte> json)
    {
        _ = LaneText.TryParse(message.GetProperty("lane").GetString()!, out var lane);
        long seq = message.GetProperty("seq").GetInt64();
        long time = message.GetProperty("time").GetInt64();
        // Another kind may have a member of that name, of which no schema of ours says anything.
        bool hasReadings = message.TryGetProperty("readings", out var rows) && message.GetProperty("kind").ValueEquals("readings");
        return new SealedMessage(
            message.GetProperty("gateway").GetString()!, message.GetProperty("epoch").GetString()!, lane, seq,
            message.TryGetProperty("from", out var from) ? Math.Min(from.GetInt64(), seq) : seq, SHA256.HashData(json))
        {
            NewestMs = hasReadings ? time + rows.EnumerateArray().Max(row => row[1].GetInt64()) : time,
        };
    }
}
