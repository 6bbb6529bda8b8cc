using System.Globalization;
using Gateway.Core.Profiles;

namespace Gateway.Simulation;

/// <summary>Gives a simulated unit a firmware that its profile holds for.</summary>
internal static class FirmwareWriter
{
    public static void Write(RegisterBank bank, FirmwareCheck check)
    {
        if (check.Reference is not { } reference) return;
        string version = VersionOf(check);
        switch (check.Form)
        {
            case FirmwareForm.Text:
                RegisterNumber.WriteText(bank, reference, version);
                break;
            case FirmwareForm.Bytes:
                RegisterNumber.Write(bank, reference, Packed(version, reference.Range.Quantity * 2));
                break;
            case FirmwareForm.Words:
                var characters = Parts(version).Take(reference.Range.Quantity).SelectMany(part => new[] { (char)(part >> 8), (char)(part & 0xFF) });
                RegisterNumber.WriteText(bank, reference, string.Concat(characters));
                break;
            default:
                double number = double.Parse(version, CultureInfo.InvariantCulture);
                RegisterNumber.Write(bank, reference, number * check.Scale.Denominator / check.Scale.Numerator);
                break;
        }
    }

    /// <summary>A version that the profile holds for.</summary>
    public static string VersionOf(FirmwareCheck check) => check.Range.Example(check.Form == FirmwareForm.Number);

    private static int[] Parts(string version) => [.. version.Split('.').Select(part => int.Parse(part, CultureInfo.InvariantCulture))];

    private static double Packed(string version, int bytes)
    {
        double number = 0;
        int[] parts = Parts(version);
        for (int i = 0; i < bytes; i++) number = (number * 256) + (i < parts.Length ? parts[i] : 0);
        return number;
    }
}
