using System.Globalization;
using Gateway.Core.Profiles;

namespace Gateway.Simulation;

/// <summary>Gives a simulated unit a firmware that its profile holds for.</summary>
internal static class FirmwareWriter
{
    public static void Write(RegisterBank bank, FirmwareCheck check)
    {
        bool isNumber = check.Form == FirmwareForm.Number;
        string version = check.Range.Example(isNumber);
        switch (check.Form)
        {
            case FirmwareForm.Text:
                RegisterNumber.WriteText(bank, check.Reference, version);
                break;
            case FirmwareForm.Bytes:
                RegisterNumber.Write(bank, check.Reference, Packed(version, check.Reference.Range.Quantity * 2));
                break;
            default:
                double number = double.Parse(version, CultureInfo.InvariantCulture);
                RegisterNumber.Write(bank, check.Reference, number * check.Scale.Denominator / check.Scale.Numerator);
                break;
        }
    }

    private static double Packed(string version, int bytes)
    {
        double number = 0;
        string[] parts = version.Split('.');
        for (int i = 0; i < bytes; i++) number = (number * 256) + (i < parts.Length ? int.Parse(parts[i], CultureInfo.InvariantCulture) : 0);
        return number;
    }
}
