namespace Gateway.Testing;

/// <summary>The four tables of a Modbus server (Application Protocol V1.1b3, 4.3).</summary>
public enum PymodbusTable
{
    Coils,
    DiscreteInputs,
    HoldingRegisters,
    InputRegisters,
}
