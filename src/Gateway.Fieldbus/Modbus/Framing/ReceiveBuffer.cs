namespace Gateway.Fieldbus.Modbus.Framing;

/// <summary>Received bytes that are not understood yet, in one array that is used again and never grows.</summary>
internal sealed class ReceiveBuffer(int capacity)
{
    private readonly byte[] _bytes = new byte[capacity];
    private int _start;
    private int _end;

    public ReadOnlySpan<byte> Received => _bytes.AsSpan(_start, _end - _start);

    public int Length => _end - _start;

    /// <summary>Moves what is held to the front and gives the free room behind it.</summary>
    public Memory<byte> MakeRoom()
    {
        if (_start > 0)
        {
            Received.CopyTo(_bytes);
            _end -= _start;
            _start = 0;
        }
        return _bytes.AsMemory(_end);
    }

    public void Add(int count) => _end += count;

    public void Consume(int count) => _start += count;

    public void Clear() => _start = _end = 0;
}
