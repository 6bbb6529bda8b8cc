namespace Gateway.Core.Profiles;

/// <summary>How a profile's source numbers registers.</summary>
internal enum AddressNotation
{
    /// <summary>As on the wire, from 0: <c>hr:2</c>.</summary>
    ZeroBased,

    /// <summary>From 1 in each table: <c>hr:3</c> is protocol address 2.</summary>
    MinusOne,

    /// <summary>PLC numbers: <c>40003</c> or <c>400003</c> is holding register 2.</summary>
    Plc,
}
