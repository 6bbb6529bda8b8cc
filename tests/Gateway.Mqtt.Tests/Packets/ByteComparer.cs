namespace Gateway.Mqtt.Tests.Packets;

internal sealed class ByteComparer : IEqualityComparer<byte[]>
{
    public static ByteComparer Instance { get; } = new();

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(byte[] obj) => obj.Length;
}
