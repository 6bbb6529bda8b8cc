using System.Text;
using Gateway.Core.Commissioning;
using Gateway.Fieldbus.Scales;

namespace Gateway.Cli.Commissioning;

/// <summary>What bytes or a text mean as frames of scales. Where more than one protocol, or both hexadecimal and text, read them, all are shown.</summary>
internal static class ScaleDecode
{
    /// <summary>One way to read what was written.</summary>
    internal sealed record Meaning(ScaleProtocol Protocol, ReadOnlyMemory<byte> Bytes, IReadOnlyList<ScaleFrame> Frames, long Garbage);

    /// <param name="protocol">Null to try all.</param>
    /// <returns>None when it is no frame.</returns>
    public static IReadOnlyList<Meaning> Of(string written, byte[]? hex, ScaleProtocol? protocol)
    {
        List<Meaning> found = [];
        if (hex is { Length: > 0 }) found.AddRange(Of(hex, protocol));
        foreach (byte[] text in TextsOf(written, protocol))
        {
            // Whoever copies a line rarely copies what it ends with: the first ending that makes a frame of it is taken.
            var meanings = Of(text, protocol);
            found.AddRange(meanings);
            if (meanings.Count > 0) break;
        }
        return found;
    }

    public static string TextOf(CommandContext context, IReadOnlyList<Meaning> meanings)
    {
        var text = new StringBuilder();
        foreach (var meaning in meanings)
        {
            foreach (var frame in meaning.Frames)
                text.AppendLine($"{meaning.Protocol.Name} {LineText.Of(frame.Bytes.Span)}: {WeightText.Of(frame).In(context.Language)}");
            if (meaning.Garbage > 0)
                text.AppendLine(context.Say($"{Plural.Of(meaning.Garbage, "byte")} of it belong to no frame", $"其中 {meaning.Garbage} 字节不属于任何报文"));
        }
        if (meanings.Count > 1)
            text.AppendLine(context.Say(
                "All of these are possible: the indicator's menu or manual tells which it is; then say --scale PROTOCOL.",
                "以上均有可能：请按仪表菜单或说明书确定，然后加 --scale 协议。"));
        return text.ToString();
    }

    private static List<Meaning> Of(byte[] bytes, ScaleProtocol? protocol)
    {
        if (protocol is null) return [.. ScaleRecognition.Of(bytes).Select(found => new Meaning(found.Protocol, bytes, found.Frames, 0))];
        var frames = new ScaleFrameReader(protocol, amidStream: false).Take(bytes);
        return frames.Count == 0 ? [] : [new Meaning(protocol, bytes, frames, bytes.Length - frames.Sum(frame => frame.Bytes.Length))];
    }

    private static IEnumerable<byte[]> TextsOf(string written, ScaleProtocol? protocol)
    {
        if (LineText.Parse(written) is not { Length: > 0 } text) yield break;
        string[] ends = protocol is null ? ["", "\r\n", "\r"] : ["", protocol.Options.End, "\r\n", "\r"];
        foreach (string end in ends.Distinct()) yield return [.. text, .. Encoding.Latin1.GetBytes(end)];
    }
}
