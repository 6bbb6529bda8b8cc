using Gateway.Core.Commissioning;

namespace Gateway.Cli.Commissioning;

/// <summary>One way to read bytes as frames of a scale, as JSON.</summary>
/// <param name="Frames">Text and meaning of each.</param>
/// <param name="Garbage">Bytes that belong to no frame.</param>
internal sealed record ScaleMeaningLine(string Protocol, IReadOnlyList<ScaleMeaningLine.SaidLine> Frames, long Garbage)
{
    /// <summary>One frame.</summary>
    internal sealed record SaidLine(string Text, WeightLine Weight);

    public static ScaleMeaningLine Of(ScaleDecode.Meaning meaning) => new(
        meaning.Protocol.Name, [.. meaning.Frames.Select(frame => new SaidLine(LineText.Of(frame.Bytes.Span), WeightLine.Of(frame)))], meaning.Garbage);
}
