namespace Gateway.Fieldbus.Scales;

/// <summary>Builds one frame in the caller's bytes; remembers when something did not fit.</summary>
internal ref struct FrameWriter(Span<byte> destination)
{
    private readonly Span<byte> _bytes = destination;
    private bool _failed;

    public int Length { get; private set; }

    public readonly ReadOnlySpan<byte> Written => _bytes[..Length];

    /// <summary>The frame's length; 0 when it could not be written.</summary>
    public readonly int Result => _failed ? 0 : Length;

    public void Fail() => _failed = true;

    public void Add(byte value)
    {
        if (Length < _bytes.Length) _bytes[Length++] = value;
        else _failed = true;
    }

    public void Add(char ascii) => Add((byte)ascii);

    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes) Add(value);
    }

    public void Add(string text)
    {
        foreach (char character in text) Add((byte)character);
    }

    /// <summary>A number without sign, filled with leading zeros.</summary>
    public void AddDigits(long number, int width)
    {
        string text = number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (number < 0 || text.Length > width) Fail();
        else Add(text.PadLeft(width, '0'));
    }

    /// <summary>A weight with its point, right aligned; a sign stands directly before the first digit.</summary>
    public void AddRightAligned(Weight weight, int width)
    {
        string text = weight.ToString();
        if (text.Length > width) Fail();
        else Add(text.PadLeft(width));
    }

    /// <summary>The weight without its sign, with its point, filled with leading zeros.</summary>
    public void AddMagnitude(Weight weight, int width)
    {
        string text = (weight.Digits < 0 ? -weight : weight).ToString();
        if (text.Length > width) Fail();
        else Add(text.PadLeft(width, '0'));
    }
}
