namespace Gateway.Core.Profiles;

/// <summary>The four tables of the Modbus data model (Application Protocol V1.1b3, section 4.3).</summary>
public enum RegisterTable : byte
{
    /// <summary><c>co:</c></summary>
    Coil,

    /// <summary><c>di:</c></summary>
    DiscreteInput,

    /// <summary><c>ir:</c></summary>
    InputRegister,

    /// <summary><c>hr:</c></summary>
    HoldingRegister,
}
