namespace Gateway.Fieldbus.Modbus;

/// <summary>Read device id code (MODBUS Application Protocol V1.1b3, 6.21).</summary>
public enum ModbusDeviceIdentificationAccess : byte
{
    /// <summary>Vendor name, product code, revision: objects 0x00 to 0x02.</summary>
    Basic = 1,

    /// <summary>Also vendor URL, product name, model name, application name: objects to 0x7F.</summary>
    Regular = 2,

    /// <summary>Also the vendor's own objects, 0x80 to 0xFF.</summary>
    Extended = 3,

    /// <summary>One object by its number.</summary>
    Individual = 4,
}
