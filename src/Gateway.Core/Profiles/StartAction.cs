namespace Gateway.Core.Profiles;

/// <summary>The requests of a start sequence (Application Protocol V1.1b3, section 6).</summary>
public enum StartAction : byte
{
    /// <summary>A read whose answer does not matter (6.1 to 6.4).</summary>
    Read,

    /// <summary>One coil or register is written (6.5, 6.6).</summary>
    WriteSingle,

    /// <summary>Several registers, or none, are written (6.12).</summary>
    WriteMultiple,
}
