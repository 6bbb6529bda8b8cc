using System.Globalization;
using System.Text.RegularExpressions;

namespace Gateway.Core.Documents;

/// <summary>
/// Numbers, booleans and nothing, as the core schema of YAML 1.2 reads them (section 10.3.2): <c>yes</c> and <c>on</c> are words, <c>1e3</c> is a number.
/// </summary>
internal static partial class CoreSchema
{
    public static ScalarKind KindOf(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => ScalarKind.Null,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => ScalarKind.Boolean,
        _ when text.Length > 80 => ScalarKind.Text,
        _ when IntegerForm().IsMatch(text) => ScalarKind.Integer,
        _ when NumberForm().IsMatch(text) => ScalarKind.Number,
        _ => ScalarKind.Text,
    };

    /// <summary>Whole numbers that fit 64 bits, also hexadecimal <c>0x1F</c> and octal <c>0o17</c>.</summary>
    public static bool TryInteger(string text, out long value)
    {
        if (text.StartsWith("0x", StringComparison.Ordinal)) return long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, null, out value);
        if (!text.StartsWith("0o", StringComparison.Ordinal)) return long.TryParse(text, NumberStyles.AllowLeadingSign, null, out value);
        value = 0;
        foreach (char digit in text.AsSpan(2))
        {
            if (digit is < '0' or > '7' || value >> 60 != 0) return false;
            value = (value << 3) | (long)(digit - '0');
        }
        return true;
    }

    /// <summary>Finite numbers that a decimal holds exactly, so that a scale of 0.025 stays 25/1000.</summary>
    public static bool TryDecimal(string text, out decimal value)
    {
        if (!TryInteger(text, out long whole)) return decimal.TryParse(text, NumberStyles.Float, null, out value);
        value = whole;
        return true;
    }

    public static bool TryNumber(string text, out double value)
    {
        if (!TryInteger(text, out long whole)) return double.TryParse(text, NumberStyles.Float, null, out value) && double.IsFinite(value);
        value = whole;
        return true;
    }

    [GeneratedRegex(@"^([-+]?[0-9]+|0x[0-9A-Fa-f]+|0o[0-7]+)\z")]
    private static partial Regex IntegerForm();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z")]
    private static partial Regex NumberForm();
}
