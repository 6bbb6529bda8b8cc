namespace Gateway.Mqtt.Packets;

/// <summary>One property of a packet: a number, a string, bytes, or a pair of strings, as its kind says.</summary>
internal readonly record struct Property(PropertyIdentifier Identifier, uint Number = 0, string? Text = null, string? Name = null, byte[]? Binary = null)
{
    public static Property User(string name, string value) => new(PropertyIdentifier.UserProperty, Text: value, Name: name);

    public static Property Of(PropertyIdentifier identifier, string text) => new(identifier, Text: text);

    public static Property Of(PropertyIdentifier identifier, byte[] binary) => new(identifier, Binary: binary);

    public void WriteTo(PacketBuffer buffer)
    {
        buffer.WriteByte((byte)Identifier);
        switch (PropertyRules.KindOf(Identifier))
        {
            case PropertyKind.Byte: buffer.WriteByte((byte)Number); break;
            case PropertyKind.TwoByteInteger: buffer.WriteUInt16((ushort)Number); break;
            case PropertyKind.FourByteInteger: buffer.WriteUInt32(Number); break;
            case PropertyKind.VariableByteInteger: buffer.WriteVariableByteInteger((int)Number); break;
            case PropertyKind.Text: buffer.WriteString(Text!); break;
            case PropertyKind.Binary: buffer.WriteBinary(Binary); break;
            case PropertyKind.TextPair:
                buffer.WriteString(Name!);
                buffer.WriteString(Text!);
                break;
        }
    }

    public static Property ReadValue(ref PacketReader reader, PropertyIdentifier identifier) => PropertyRules.KindOf(identifier) switch
    {
        PropertyKind.Byte => new Property(identifier, reader.ReadByte()),
        PropertyKind.TwoByteInteger => new Property(identifier, reader.ReadUInt16()),
        PropertyKind.FourByteInteger => new Property(identifier, reader.ReadUInt32()),
        PropertyKind.VariableByteInteger => new Property(identifier, (uint)reader.ReadVariableByteInteger()),
        PropertyKind.Text => Of(identifier, reader.ReadString()),
        PropertyKind.Binary => Of(identifier, reader.ReadBinary()),
        _ => User(reader.ReadString(), reader.ReadString()),
    };
}
