using Gateway.Core.Commissioning;
using Gateway.Core.Profiles;

namespace Gateway.Core.Tests.Commissioning;

/// <summary>Registers written as in a manual.</summary>
internal static class Registers
{
    /// <param name="hex"><c>B852 40E6</c></param>
    public static RegisterRun Holding(int address, string hex) =>
        new(RegisterTable.HoldingRegister, address, Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
}
