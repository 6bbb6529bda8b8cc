using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Core.Site;

namespace Gateway.Core.Tests.Site;

public class ContentDigestTests
{
    // FIPS 180-2, appendix B: one block, two blocks.
    [Theory]
    [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
    public void It_is_that_of_the_standard(string content, string digest) => Assert.Equal(digest, ContentDigest.Of(Encoding.ASCII.GetBytes(content)));

    [Fact]
    public void Around_the_end_of_a_block_it_is_that_of_the_framework()
    {
        for (int length = 0; length <= 200; length++)
        {
            byte[] content = [.. Enumerable.Range(length, length).Select(n => (byte)(n * 31))];
            Assert.Equal(Expected(content), ContentDigest.Of(content));
        }
    }

    [Fact]
    public void However_the_content_is_cut_it_is_that_of_the_framework() =>
        Prop.ForAll((byte[][] parts) =>
        {
            var digest = new ContentDigest();
            foreach (byte[] part in parts) digest.Append(part);
            return digest.End() == Expected([.. parts.SelectMany(part => part)]);
        }).QuickCheckThrowOnFailure();

    private static string Expected(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
