namespace Gateway.Fieldbus.Modbus;

/// <summary>One answer to Read Device Identification (MODBUS Application Protocol V1.1b3, 6.21).</summary>
/// <param name="ConformityLevel">0x01 to 0x03: basic, regular, extended; 0x80 set when objects can also be read one by one.</param>
/// <param name="NextObject">Where the next request goes on when the objects did not fit in one answer; null when this was all.</param>
/// <param name="Objects">Object number and value, in the order sent. Values are usually ASCII text.</param>
public sealed record ModbusDeviceIdentification(
    byte ConformityLevel,
    byte? NextObject,
    IReadOnlyList<KeyValuePair<byte, byte[]>> Objects)
{
    /// <summary>Understands the data of an Ok answer to <see cref="ModbusRequest.ReadDeviceIdentification"/>.</summary>
    /// <returns>Null when the bytes are not such an answer.</returns>
    public static ModbusDeviceIdentification? TryParse(ReadOnlySpan<byte> data)
    {
        // Read device id code, conformity level, more follows, next object id, number of objects.
        if (data.Length < 5) return null;
        var rest = data[5..];
        var objects = new List<KeyValuePair<byte, byte[]>>(data[4]);
        for (int i = 0; i < data[4]; i++)
        {
            if (rest.Length < 2 || rest.Length < 2 + rest[1]) return null;
            objects.Add(new(rest[0], rest.Slice(2, rest[1]).ToArray()));
            rest = rest[(2 + rest[1])..];
        }
        return rest.IsEmpty ? new ModbusDeviceIdentification(data[1], data[2] == 0xFF ? data[3] : null, objects) : null;
    }
}
