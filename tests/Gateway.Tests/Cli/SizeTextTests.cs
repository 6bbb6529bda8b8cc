using Gateway.Cli;

namespace Gateway.Tests.Cli;

public class SizeTextTests
{
    [Theory]
    [InlineData(0, "0 KB")]
    [InlineData(1536, "1.5 KB")]
    [InlineData(64L << 20, "64 MB")]
    [InlineData(2L << 30, "2 GB")]
    [InlineData(19_084_083, "18.2 MB")]
    public void Sizes_are_said_as_site_files_write_them(long bytes, string text) => Assert.Equal(text, SizeText.Of(bytes));
}
