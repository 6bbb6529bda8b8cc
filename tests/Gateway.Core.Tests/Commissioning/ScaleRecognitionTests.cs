using Gateway.Core.Commissioning;
using Gateway.Fieldbus.Scales;

namespace Gateway.Core.Tests.Commissioning;

/// <summary>Which scale it is that talks on a line.</summary>
public class ScaleRecognitionTests
{
    public static TheoryData<string> Streaming =>
    [
        .. ScaleProtocols.Names.Where(name => name != ScaleProtocols.Described
            && ScaleProtocols.Create(name, new ScaleOptions()).Modes.HasFlag(ScaleModes.Streaming)),
    ];

    [Theory]
    [MemberData(nameof(Streaming))]
    public void What_a_scale_streams_is_taken_for_that_scale_and_for_no_other(string spoken) =>
        Assert.Equal([spoken], ScaleRecognition.Heard(StreamOf(spoken)));

    /// <summary>Heard from amid a frame, as whoever plugs in hears it.</summary>
    private static byte[] StreamOf(string name)
    {
        var protocol = ScaleProtocols.Create(name, new ScaleOptions());
        List<byte> stream = [];
        byte[] frame = new byte[ScaleProtocol.LongestFrame];
        foreach (int digits in (int[])[1234, 1239, 1240, 1300, 1299, 7, 0, 2345, 2345, 2346])
        {
            var weight = new Weight(digits, 2);
            int length = protocol.WriteFrame(new() { Displayed = weight, Gross = weight, Unit = ScaleUnit.Kilogram, Stable = true }, frame);
            Assert.True(length > 0, name);
            stream.AddRange(frame[..length]);
        }
        return [.. stream.Skip(3)];
    }
}
