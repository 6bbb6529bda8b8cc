using Gateway.Core.Site;

namespace Gateway.Core.Forwarding.Proof;

/// <summary>The head of a hash chain over the JSON of messages: c_n = SHA-256(c_(n-1) + SHA-256(JSON)), c_0 = 32 zero bytes.</summary>
internal sealed class ChainHead
{
    private const int Bytes = ContentDigest.Bytes;

    private readonly byte[] _head = new byte[Bytes];

    /// <summary>64 hex digits in lower case.</summary>
    public string Text => Convert.ToHexStringLower(_head);

    /// <returns>False when the text is not a head; the head is then as it was.</returns>
    public bool TrySet(string? text)
    {
        if (text is not { Length: Bytes * 2 } || !text.All(char.IsAsciiHexDigitLower)) return false;
        Convert.FromHexString(text).CopyTo(_head, 0);
        return true;
    }

    public void Add(ReadOnlySpan<byte> json)
    {
        Span<byte> digest = stackalloc byte[Bytes];
        ContentDigest.Write(json, digest);
        AddDigest(digest);
    }

    /// <param name="digest">SHA-256 of a message's JSON.</param>
    public void AddDigest(ReadOnlySpan<byte> digest)
    {
        Span<byte> both = stackalloc byte[2 * Bytes];
        _head.CopyTo(both);
        digest.CopyTo(both[Bytes..]);
        ContentDigest.Write(both, _head);
    }

    public void Clear() => Array.Clear(_head);
}
