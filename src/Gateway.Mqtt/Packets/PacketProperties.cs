namespace Gateway.Mqtt.Packets;

/// <summary>The properties of a packet, in the order in which they stand there (MQTT 5, section 2.2.2).</summary>
internal sealed class PacketProperties(IReadOnlyList<Property> all)
{
    public static PacketProperties None { get; } = new([]);

    public IReadOnlyList<Property> All { get; } = all;

    public bool IsEmpty => All.Count == 0;

    /// <summary>The named number, or null when the packet does not have it.</summary>
    public uint? Number(PropertyIdentifier identifier) => Find(identifier)?.Number;

    public string? Text(PropertyIdentifier identifier) => Find(identifier)?.Text;

    public byte[]? Binary(PropertyIdentifier identifier) => Find(identifier)?.Binary;

    public IReadOnlyList<KeyValuePair<string, string>> UserProperties =>
        IsEmpty ? [] : [.. All.Where(p => p.Identifier == PropertyIdentifier.UserProperty).Select(p => KeyValuePair.Create(p.Name!, p.Text!))];

    public void WriteTo(PacketBuffer buffer)
    {
        int mark = buffer.BeginProperties();
        foreach (var property in All) property.WriteTo(buffer);
        buffer.EndProperties(mark);
    }

    /// <summary>Reads a section of properties; faults are left with the reader.</summary>
    public static PacketProperties Read(ref PacketReader reader, PropertyCarriers carrier)
    {
        int length = reader.ReadVariableByteInteger();
        if (length == 0) return None;

        var section = reader.ReadSection(length);
        var all = new List<Property>();
        ulong seen = 0;
        while (section.Remaining > 0)
        {
            var identifier = (PropertyIdentifier)section.ReadByte();
            if (PropertyRules.FaultOf(identifier, carrier, seen) is { } fault)
            {
                section.Fail(fault.Reason, fault.Detail);
                break;
            }
            seen |= 1UL << (int)identifier;

            var property = Property.ReadValue(ref section, identifier);
            if (!PropertyRules.Permits(identifier, property.Number)) section.Fail(MqttReasonCode.ProtocolError, $"{identifier} may not be {property.Number}");
            all.Add(property);
        }
        if (section.Fault is { } wrong) reader.Fail(wrong.Reason, wrong.Detail);
        return new PacketProperties(all);
    }

    private Property? Find(PropertyIdentifier identifier)
    {
        foreach (var property in All)
            if (property.Identifier == identifier) return property;
        return null;
    }
}
