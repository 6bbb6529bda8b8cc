using System.Text.Json;
using Gateway.Core.Buffering;

namespace Gateway.Core.Forwarding.Commands;

/// <summary>A platform's statement that it has a lane, without a gap, in its own store.</summary>
/// <param name="Through">Last sequence.</param>
/// <param name="Hash">Head of the lane's chain after it, 64 hex digits, as manifests state it; null when the platform does not say it.</param>
internal sealed record Receipt(Lane Lane, string Epoch, long Through, string? Hash = null)
{
    /// <param name="lane">The last level of the topic.</param>
    /// <returns>Null when it is no receipt.</returns>
    public static Receipt? Parse(string lane, ReadOnlyMemory<byte> payload)
    {
        if (payload.Length > Command.MostBytes || !LaneText.TryParse(lane, out var of)) return null;
        try
        {
            using var document = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = 8 });
            var root = document.RootElement;
            return Command.Text(root, "epoch") is { } epoch && root.TryGetProperty("through", out var through) && through.TryGetInt64(out long seq) && seq >= 0
                ? new Receipt(of, epoch, seq, Command.Text(root, "hash"))
                : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
