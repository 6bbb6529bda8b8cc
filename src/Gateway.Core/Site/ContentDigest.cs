using System.Buffers.Binary;
using System.Numerics;

namespace Gateway.Core.Site;

/// <summary>SHA-256 (FIPS 180-4) as the name of a content: what two digests have in common is the same. It protects nothing and keeps no secret.</summary>
/// <remarks>
/// The framework's own loads OpenSSL, which is 7 MB of memory for good; a gateway whose feeds use no TLS needs it for nothing else. Where a secret or an
/// adversary is concerned, the framework's is to be used.
/// </remarks>
internal sealed class ContentDigest
{
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

    private readonly byte[] _block = new byte[BlockBytes];
    private int _inBlock;
    private long _length;

    /// <returns>64 hex digits in lower case.</returns>
    public static string Of(ReadOnlySpan<byte> content)
    {
        var digest = new ContentDigest();
        digest.Append(content);
        return digest.End();
    }

    public void Append(ReadOnlySpan<byte> content)
    {
        _length += content.Length;
        while (!content.IsEmpty)
        {
            int count = Math.Min(content.Length, BlockBytes - _inBlock);
            content[..count].CopyTo(_block.AsSpan(_inBlock));
            content = content[count..];
            _inBlock += count;
            if (_inBlock < BlockBytes) return;
            TakeBlock();
        }
    }

    /// <summary>To be called once, after the last of the content.</summary>
    /// <returns>64 hex digits in lower case.</returns>
    public string End()
    {
        // FIPS 180-4, 5.1.1: a one, zeros, and the length in bits at the end of a block.
        long bits = _length * 8;
        Append([0x80]);
        while (_inBlock != BlockBytes - sizeof(long)) Append([0]);
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(length, bits);
        Append(length);

        Span<byte> digest = stackalloc byte[8 * sizeof(uint)];
        for (int i = 0; i < _state.Length; i++) BinaryPrimitives.WriteUInt32BigEndian(digest[(i * sizeof(uint))..], _state[i]);
        return Convert.ToHexStringLower(digest);
    }

    /// <summary>FIPS 180-4, 6.2.2, with its names.</summary>
    private void TakeBlock()
    {
        _inBlock = 0;
        Span<uint> w = stackalloc uint[Rounds];
        for (int t = 0; t < 16; t++) w[t] = BinaryPrimitives.ReadUInt32BigEndian(_block.AsSpan(t * sizeof(uint)));
        for (int t = 16; t < Rounds; t++) w[t] = SmallSigma1(w[t - 2]) + w[t - 7] + SmallSigma0(w[t - 15]) + w[t - 16];

        var (a, b, c, d, e, f, g, h) = (_state[0], _state[1], _state[2], _state[3], _state[4], _state[5], _state[6], _state[7]);
        for (int t = 0; t < Rounds; t++)
        {
            uint t1 = h + BigSigma1(e) + ((e & f) ^ (~e & g)) + _constants[t] + w[t];
            uint t2 = BigSigma0(a) + ((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e, d, c, b, a) = (g, f, e, d + t1, c, b, a, t1 + t2);
        }
        ReadOnlySpan<uint> added = [a, b, c, d, e, f, g, h];
        for (int i = 0; i < added.Length; i++) _state[i] += added[i];
    }

    private static uint BigSigma0(uint x) => BitOperations.RotateRight(x, 2) ^ BitOperations.RotateRight(x, 13) ^ BitOperations.RotateRight(x, 22);

    private static uint BigSigma1(uint x) => BitOperations.RotateRight(x, 6) ^ BitOperations.RotateRight(x, 11) ^ BitOperations.RotateRight(x, 25);

    private static uint SmallSigma0(uint x) => BitOperations.RotateRight(x, 7) ^ BitOperations.RotateRight(x, 18) ^ (x >> 3);

    private static uint SmallSigma1(uint x) => BitOperations.RotateRight(x, 17) ^ BitOperations.RotateRight(x, 19) ^ (x >> 10);
}
