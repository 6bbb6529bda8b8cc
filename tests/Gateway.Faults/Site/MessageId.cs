using System.Text.Json;

namespace Gateway.Faults.Site;

/// <summary>What tells a stored message from every other of a gateway.</summary>
internal readonly record struct MessageId(string Epoch, string Lane, long Seq)
{
    /// <summary>Of a message as feeds send it.</summary>
    public static MessageId Of(JsonElement body) =>
        new(body.GetProperty("epoch").GetString()!, body.GetProperty("lane").GetString()!, body.GetProperty("seq").GetInt64());

    public override string ToString() => $"{Lane} {Seq} of {Epoch}";
}
