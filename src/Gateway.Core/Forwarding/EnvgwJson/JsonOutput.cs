using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using System.Text;

namespace Gateway.Core.Forwarding.EnvgwJson;

/// <summary>Collects UTF-8 JSON in one buffer that is used again for the next message. Writes what it is told and checks no grammar.</summary>
internal sealed class JsonOutput
{
    private const int LongestNumber = 40;

    private static readonly ulong[] _powers =
        [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];

    // RFC 8259, section 7: what may not stand in a string as it is.
    private static readonly SearchValues<byte> _escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(c => (byte)c), (byte)'"', (byte)'\\']);

    private byte[] _bytes = new byte[4096];
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public int Length => _length;

    public void Clear() => _length = 0;

    /// <summary>Takes back the last byte.</summary>
    public void DropLast() => _length--;

    public void Raw(ReadOnlySpan<byte> json)
    {
        Reserve(json.Length);
        json.CopyTo(_bytes.AsSpan(_length));
        _length += json.Length;
    }

    public void Number(long value)
    {
        Reserve(LongestNumber);
        Accept(Utf8Formatter.TryFormat(value, _bytes.AsSpan(_length), out int written), written);
    }

    /// <summary>The shortest text that reads back as the same double. Finite values only: JSON has no others.</summary>
    public void Number(double value)
    {
        Debug.Assert(double.IsFinite(value));
        Reserve(LongestNumber);
        Accept(Utf8Formatter.TryFormat(value, _bytes.AsSpan(_length), out int written), written);
    }

    /// <summary>A decimal number without going through a double: 721 with 2 decimals is <c>7.21</c>.</summary>
    /// <param name="decimals">0 to 9.</param>
    public void Number(long digits, int decimals)
    {
        if (decimals == 0)
        {
            Number(digits);
            return;
        }
        Reserve(LongestNumber);
        if (digits < 0) _bytes[_length++] = (byte)'-';
        ulong magnitude = (ulong)Math.Abs(digits);
        (ulong whole, ulong fraction) = Math.DivRem(magnitude, _powers[decimals]);
        Accept(Utf8Formatter.TryFormat(whole, _bytes.AsSpan(_length), out int written), written);
        _bytes[_length++] = (byte)'.';
        for (int at = _length + decimals - 1; at >= _length; at--)
        {
            (fraction, ulong digit) = Math.DivRem(fraction, 10);
            _bytes[at] = (byte)('0' + digit);
        }
        _length += decimals;
    }

    public void Text(string text) => Text(Encoding.UTF8.GetBytes(text));

    /// <summary>A string with its quotes.</summary>
    /// <param name="utf8">Well-formed UTF-8.</param>
    public void Text(ReadOnlySpan<byte> utf8)
    {
        Raw("\""u8);
        for (int special = utf8.IndexOfAny(_escaped); special >= 0; special = utf8.IndexOfAny(_escaped))
        {
            Raw(utf8[..special]);
            Escape(utf8[special]);
            utf8 = utf8[(special + 1)..];
        }
        Raw(utf8);
        Raw("\""u8);
    }

    private void Escape(byte special)
    {
        if (special >= 0x20)
        {
            Raw([(byte)'\\', special]);
            return;
        }
        Raw("\\u00"u8);
        Reserve(2);
        Accept(Utf8Formatter.TryFormat(special, _bytes.AsSpan(_length), out int written, new StandardFormat('x', 2)), written);
    }

    private void Accept(bool fits, int written)
    {
        Debug.Assert(fits, "Room was reserved.");
        _length += written;
    }

    private void Reserve(int more)
    {
        if (_bytes.Length - _length < more) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + more));
    }
}
