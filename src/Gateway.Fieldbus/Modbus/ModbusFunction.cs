namespace Gateway.Fieldbus.Modbus;

/// <summary>The function codes spoken here (MODBUS Application Protocol V1.1b3, section 6).</summary>
public enum ModbusFunction : byte
{
    ReadCoils = 1,
    ReadDiscreteInputs = 2,
    ReadHoldingRegisters = 3,
    ReadInputRegisters = 4,
    WriteSingleCoil = 5,
    WriteSingleRegister = 6,
    WriteMultipleCoils = 15,
    WriteMultipleRegisters = 16,
    MaskWriteRegister = 22,
    ReadWriteMultipleRegisters = 23,

    /// <summary>43 with MEI type 14, Read Device Identification.</summary>
    ReadDeviceIdentification = 43,
}
