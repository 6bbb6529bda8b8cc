using System.Text;
using Gateway.Core.Profiles;

namespace Gateway.Core.Acquisition;

/// <summary>Finds a version in what a device says, and compares it with what its profile holds for.</summary>
internal static class FirmwareVersion
{
    /// <summary>From the first digit to the last that belongs to it: <c>V2.04b</c> is 2.04; empty when there is none.</summary>
    public static string In(ReadOnlySpan<byte> text)
    {
        int from = text.IndexOfAnyInRange((byte)'0', (byte)'9');
        if (from < 0) return "";
        var rest = text[from..];
        int length = 0;
        while (length < rest.Length && (char.IsAsciiDigit((char)rest[length]) || rest[length] == '.')) length++;
        return Encoding.ASCII.GetString(rest[..length]).TrimEnd('.');
    }

    /// <summary>The version in a scale's answer, behind the command that it repeats: <c>I3 A "1.20"</c> is 1.20.</summary>
    public static string InAnswer(string command, string answer)
    {
        string text = answer.TrimStart();
        if (text.StartsWith(command, StringComparison.Ordinal)) text = text[command.Length..];
        return In(Encoding.ASCII.GetBytes(text));
    }

    /// <summary>Why a version is not one that the profile holds for; null when it is.</summary>
    public static string? Trouble(FirmwareCheck check, string version) => check.Range.Contains(version, check.Form == FirmwareForm.Number)
        ? null
        : $"firmware {(version.Length == 0 ? "unreadable" : version)} ({check.Place}), the profile holds for {check.Range.Text}";

    /// <summary>The device refuses to tell.</summary>
    public static string Untold(FirmwareCheck check, string why) => $"the device does not tell its firmware: {check.Place} {why}";
}
