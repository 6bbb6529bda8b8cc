using System.Text;
using Gateway.Core.Documents;
using Gateway.Core.Profiles;
using Gateway.Fieldbus.Scales;

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
    public static Wording? Trouble(FirmwareCheck check, string version)
    {
        if (check.Range.Contains(version, check.Form == FirmwareForm.Number)) return null;
        Wording found = version.Length == 0 ? ("unreadable", "无法读取") : version;
        return (
            $"firmware {found.English} ({check.Place.English}), the profile holds for {check.Range.Text}",
            $"固件版本 {found.Chinese}（{check.Place.Chinese}），模板适用于 {check.Range.Text}");
    }

    /// <summary>Why a scale that weighs has not said a version that the profile holds for; null when it has.</summary>
    public static Wording? Trouble(FirmwareCheck check, in ScaleText answer) => answer.Outcome == ScaleOutcome.Ok
        ? Trouble(check, InAnswer(check.Command!, answer.Text))
        : Untold(check, isRefused: answer.Outcome == ScaleOutcome.Refused);

    /// <summary>The device refuses to tell, or is silent about it.</summary>
    public static Wording Untold(FirmwareCheck check, bool isRefused) => (
        $"the device does not tell its firmware: {check.Place.English} {(isRefused ? "refused" : "not answered")}",
        $"设备未提供固件版本：{check.Place.Chinese} {(isRefused ? "被拒绝" : "无应答")}");
}
