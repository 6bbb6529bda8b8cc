using Gateway.Fieldbus.Modbus.Pdu;

namespace Gateway.Fieldbus.Modbus.Server;

/// <summary>The server's side of Read Device Identification (MODBUS Application Protocol V1.1b3, 6.21).</summary>
public static class IdentificationAnswer
{
    private const int HeaderLength = 5;
    private const byte MoreFollows = 0xFF;

    /// <summary>Conformity: extended identification, by stream and one by one.</summary>
    private const byte Conformity = 0x83;

    /// <summary>An object has to fit into one answer, behind the header and its own number and length.</summary>
    public const int LongestObject = ResponsePdu.MaximumData - HeaderLength - 2;

    /// <summary>Answers a request with what fits of a unit's objects.</summary>
    /// <param name="objects">Number and value; 0 to 245 bytes each.</param>
    /// <param name="request">Function code 43, MEI type 14.</param>
    /// <param name="data">Takes the answer.</param>
    public static ModbusReply Write(SortedDictionary<byte, byte[]> objects, in ModbusRequest request, Span<byte> data)
    {
        var access = (ModbusDeviceIdentificationAccess)request.Quantity;
        int from = request.Address;
        bool known = objects.ContainsKey((byte)from);
        if (access == ModbusDeviceIdentificationAccess.Individual && !known) return ModbusReply.Refused(ModbusExceptionCode.IllegalDataAddress);

        // A stream that is asked to begin at an object that is not there begins at the first.
        if (!known) from = 0;
        data[0] = (byte)access;
        data[1] = Conformity;
        data[2] = 0;
        data[3] = 0;
        int length = HeaderLength;
        byte count = 0;
        foreach (var (id, value) in objects)
        {
            if (id < from || id > Last(access, from)) continue;
            if (length + 2 + value.Length > ResponsePdu.MaximumData)
            {
                data[2] = MoreFollows;
                data[3] = id;
                break;
            }
            data[length] = id;
            data[length + 1] = (byte)value.Length;
            value.CopyTo(data[(length + 2)..]);
            length += 2 + value.Length;
            count++;
        }
        data[4] = count;
        return ModbusReply.Data(length);
    }

    private static int Last(ModbusDeviceIdentificationAccess access, int from) => access switch
    {
        ModbusDeviceIdentificationAccess.Basic => 0x02,
        ModbusDeviceIdentificationAccess.Regular => 0x7F,
        ModbusDeviceIdentificationAccess.Extended => 0xFF,
        _ => from,
    };
}
