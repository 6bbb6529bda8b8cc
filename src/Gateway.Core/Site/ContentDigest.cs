using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gateway.Core.Site;

/// <summary>SHA-256 (FIPS 180-4) as the name of a content: what two digests have in common is the same. It protects nothing and keeps no secret.</summary>
/// <remarks>
/// The framework's own loads OpenSSL, which is 7 MB of memory for good; a gateway whose feeds use no TLS needs it for nothing else. Where a secret or an
/// adversary is concerned, the framework's is to be used.
/// </remarks>
internal sealed class ContentDigest
{
    /// <summary>Bytes of a digest.</summary>
    public const int Bytes = 32;

    private const int BlockBytes = 64, Rounds = 64;

    // FIPS 180-4, 4.2.2: the first 32 bits of the fractional parts of the cube roots of the first 64 primes.
    private static readonly uint[] _constants =
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    // FIPS 180-4, 5.3.3.
    private readonly uint[] _state = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

    private readonly byte[] _begun = new byte[BlockBytes];
    private int _inBegun;
    private long _length;

    /// <returns>64 hex digits in lower case.</returns>
    public static string Of(ReadOnlySpan<byte> content)
    {
        Span<byte> digest = stackalloc byte[Bytes];
        Write(content, digest);
        return Convert.ToHexStringLower(digest);
    }

    /// <param name="content">What to take the digest of.</param>
    /// <param name="digest">Gets its <see cref="Bytes"/> bytes; may be a part of the content.</param>
    public static void Write(ReadOnlySpan<byte> content, Span<byte> digest)
    {
        var whole = new ContentDigest();
        whole.Append(content);
        whole.End(digest);
    }

    public void Append(ReadOnlySpan<byte> content)
    {
        _length += content.Length;
        if (_inBegun > 0)
        {
            int count = Math.Min(content.Length, BlockBytes - _inBegun);
            content[..count].CopyTo(_begun.AsSpan(_inBegun));
            content = content[count..];
            _inBegun += count;
            if (_inBegun < BlockBytes) return;
            TakeBlocks(_begun);
        }
        int whole = content.Length / BlockBytes * BlockBytes;
        TakeBlocks(content[..whole]);
        content[whole..].CopyTo(_begun);
        _inBegun = content.Length - whole;
    }

    /// <summary>To be called once, after the last of the content.</summary>
    /// <returns>64 hex digits in lower case.</returns>
    public string End()
    {
        Span<byte> digest = stackalloc byte[Bytes];
        End(digest);
        return Convert.ToHexStringLower(digest);
    }

    private void End(Span<byte> digest)
    {
        // FIPS 180-4, 5.1.1: a one, zeros, and the length in bits at the end of a block.
        long bits = _length * 8;
        Span<byte> end = stackalloc byte[2 * BlockBytes];
        end.Clear();
        end[0] = 0x80;
        int untilLength = (BlockBytes + BlockBytes - sizeof(long) - 1 - _inBegun) % BlockBytes + 1;
        BinaryPrimitives.WriteInt64BigEndian(end[untilLength..], bits);
        Append(end[..(untilLength + sizeof(long))]);
        for (int i = 0; i < _state.Length; i++) BinaryPrimitives.WriteUInt32BigEndian(digest[(i * sizeof(uint))..], _state[i]);
    }

    /// <summary>FIPS 180-4, 6.2.2, with its names.</summary>
    private void TakeBlocks(ReadOnlySpan<byte> blocks)
    {
        Span<uint> w = stackalloc uint[Rounds];
        for (; blocks.Length >= BlockBytes; blocks = blocks[BlockBytes..])
        {
            for (int t = 0; t < 16; t++) w[t] = BinaryPrimitives.ReadUInt32BigEndian(blocks[(t * sizeof(uint))..]);
            for (int t = 16; t < w.Length; t++) w[t] = SmallSigma1(w[t - 2]) + w[t - 7] + SmallSigma0(w[t - 15]) + w[t - 16];
            TakeSchedule(w);
        }
    }

    // Eight rounds at a time: each leaves its letters where the next one has them, so that nothing is moved.
    private void TakeSchedule(ReadOnlySpan<uint> w)
    {
        var (a, b, c, d, e, f, g, h) = (_state[0], _state[1], _state[2], _state[3], _state[4], _state[5], _state[6], _state[7]);
        ReadOnlySpan<uint> k = _constants;
        while (w.Length >= 8 && k.Length >= 8)
        {
            Round(a, b, c, ref d, e, f, g, ref h, k[0] + w[0]);
            Round(h, a, b, ref c, d, e, f, ref g, k[1] + w[1]);
            Round(g, h, a, ref b, c, d, e, ref f, k[2] + w[2]);
            Round(f, g, h, ref a, b, c, d, ref e, k[3] + w[3]);
            Round(e, f, g, ref h, a, b, c, ref d, k[4] + w[4]);
            Round(d, e, f, ref g, h, a, b, ref c, k[5] + w[5]);
            Round(c, d, e, ref f, g, h, a, ref b, k[6] + w[6]);
            Round(b, c, d, ref e, f, g, h, ref a, k[7] + w[7]);
            w = w[8..];
            k = k[8..];
        }
        ReadOnlySpan<uint> added = [a, b, c, d, e, f, g, h];
        for (int i = 0; i < added.Length; i++) _state[i] += added[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(uint a, uint b, uint c, ref uint d, uint e, uint f, uint g, ref uint h, uint kw)
    {
        uint t1 = h + BigSigma1(e) + (g ^ (e & (f ^ g))) + kw;
        d += t1;
        h = t1 + BigSigma0(a) + ((a & b) | (c & (a | b)));
    }

    private static uint BigSigma0(uint x) => BitOperations.RotateRight(x, 2) ^ BitOperations.RotateRight(x, 13) ^ BitOperations.RotateRight(x, 22);

    private static uint BigSigma1(uint x) => BitOperations.RotateRight(x, 6) ^ BitOperations.RotateRight(x, 11) ^ BitOperations.RotateRight(x, 25);

    private static uint SmallSigma0(uint x) => BitOperations.RotateRight(x, 7) ^ BitOperations.RotateRight(x, 18) ^ (x >> 3);

    private static uint SmallSigma1(uint x) => BitOperations.RotateRight(x, 17) ^ BitOperations.RotateRight(x, 19) ^ (x >> 10);
}
