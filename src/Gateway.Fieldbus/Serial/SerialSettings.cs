using System.Diagnostics.CodeAnalysis;

namespace Gateway.Fieldbus.Serial;

/// <summary>Line settings of a serial port, written as one word: <c>9600-8N1</c>.</summary>
public sealed record SerialSettings(int BaudRate, int DataBits, char Parity, int StopBits)
{
    /// <summary>Reads <c>9600-8N1</c>; says what is wrong when it cannot.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out SerialSettings? settings, [NotNullWhen(false)] out string? fault)
    {
        settings = null;
        fault = null;
        string[] parts = text.Split('-');
        if (parts.Length == 2 && int.TryParse(parts[0], out int baud) && parts[1].Length == 3)
            settings = new SerialSettings(baud, parts[1][0] - '0', parts[1][1], parts[1][2] - '0');
        else fault = "serial settings are written like 9600-8N1";
        return settings is not null;
    }

    public override string ToString() => $"{BaudRate}-{DataBits}{Parity}{StopBits}";
}
