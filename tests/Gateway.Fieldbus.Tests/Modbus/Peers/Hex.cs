namespace Gateway.Fieldbus.Tests.Modbus.Peers;

/// <summary>Bytes as the standard prints them: <c>"01 03 00 6B"</c>.</summary>
internal static class Hex
{
    public static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
