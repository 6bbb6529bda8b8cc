namespace Gateway.Fieldbus.Modbus.Server;

/// <summary>The primary tables (MODBUS Application Protocol V1.1b3, 4.3).</summary>
public enum ModbusTable
{
    Coils,
    DiscreteInputs,
    HoldingRegisters,
    InputRegisters,
}
