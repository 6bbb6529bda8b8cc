using System.Globalization;
using Gateway.Core.Profiles;

namespace Gateway.Core.Commissioning;

/// <summary>Reads an address as a technician types it: <c>hr:2</c> counts from 0, <c>40003</c> and <c>400003</c> from 1; <c>0x</c> works.</summary>
internal static class RegisterAddress
{
    /// <returns>Null when it is none; a bare short number is none, because manuals disagree about where it counts from.</returns>
    public static (RegisterTable Table, ushort Address)? Parse(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0)
        {
            int table = RegisterText.Prefixes.ToList().IndexOf(text[..colon].ToLowerInvariant());
            return table >= 0 && Number(text[(colon + 1)..]) is { } address ? ((RegisterTable)table, address) : null;
        }
        return PlcNumber.Parse(text) is ({ } known, >= 0 and <= ushort.MaxValue and var at) ? (known, (ushort)at) : null;
    }

    /// <summary><c>hr:0-199</c>, or a single address.</summary>
    public static RegisterRange? ParseRange(string text)
    {
        int dash = text.IndexOf('-', StringComparison.Ordinal);
        if (Parse(dash < 0 ? text : text[..dash]) is not { } first) return null;
        if (dash < 0) return new RegisterRange(first.Table, first.Address, 1);
        string end = text[(dash + 1)..];
        ushort? last = end.Contains(':', StringComparison.Ordinal) || !text.Contains(':', StringComparison.Ordinal)
            ? Parse(end) is { } place && place.Table == first.Table ? place.Address : null
            : Number(end);
        return last is { } to && to >= first.Address && to - first.Address < ushort.MaxValue
            ? new RegisterRange(first.Table, first.Address, (ushort)(to - first.Address + 1))
            : null;
    }

    private static ushort? Number(string digits)
    {
        bool isHex = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var style = isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        return ushort.TryParse(isHex ? digits[2..] : digits, style, CultureInfo.InvariantCulture, out ushort number) ? number : null;
    }
}
