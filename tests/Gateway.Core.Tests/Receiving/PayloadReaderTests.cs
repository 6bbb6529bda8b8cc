using System.Text;
using Gateway.Core.Receiving;

namespace Gateway.Core.Tests.Receiving;

public class PayloadReaderTests
{
    /// <summary>The parser lets it pass; whoever reads it throws, and a receiver would end by one garbled message.</summary>
    [Theory]
    [InlineData("{\"kind\":\"status\",\"gateway\":\"\u00ff\"}")]
    [InlineData("{\"kind\":\"status\",\"gate\u00ffway\":\"w\"}")]
    [InlineData("{\"kind\":\"status\",\"gateway\":\"\\udc00\"}")]
    [InlineData("{\"kind\":[{\"\\ud800\":1}]}")]
    [InlineData("{\"kind\":")]
    public void What_is_no_text_is_refused(string latin1)
    {
        Assert.False(PayloadReader.TryRead(Encoding.Latin1.GetBytes(latin1), out _, out _, out string fault));
        Assert.StartsWith("not JSON: ", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"kind\":\"status\",\"gateway\":\"城东\"}")]
    [InlineData("{\"kind\":\"status\",\"gateway\":\"\\ud83d\\ude00 \\u57ce\"}")]
    public void What_is_text_is_taken_however_it_is_written(string json) =>
        Assert.True(PayloadReader.TryRead(Encoding.UTF8.GetBytes(json), out _, out _, out _));
}
