using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Gateway.Core.Profiles;

/// <summary>Versions, as conditions that must all hold: <c>&gt;=1.4 &lt;2</c>; <c>any</c> where no version is known for which the profile would not
/// hold.</summary>
/// <remarks>Versions are compared part by part as whole numbers, missing parts being 0, so that 1.10 comes after 1.9; a version that is one number with
/// decimals (<see cref="FirmwareForm.Number"/>) is compared as that number.</remarks>
public sealed class VersionRange : IEquatable<VersionRange>
{
    /// <summary>The word for every version: the source names none.</summary>
    public const string Any = "any";

    private static readonly string[] _operators = [">=", "<=", ">", "<", "="];
    private readonly (string Operator, string Version)[] _conditions;

    private VersionRange(string text, (string, string)[] conditions) => (Text, _conditions) = (text, conditions);

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Reads conditions with spaces or commas between them; a version alone must be met exactly.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out VersionRange? range)
    {
        range = text == Any ? new VersionRange(text, []) : null;
        if (range is not null) return true;
        var conditions = new List<(string, string)>();
        foreach (string word in text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string sign = Array.Find(_operators, one => word.StartsWith(one, StringComparison.Ordinal)) ?? "";
            string version = word[sign.Length..];
            if (Parts(version) is null) return false;
            conditions.Add((sign.Length == 0 ? "=" : sign, version));
        }
        if (conditions.Count == 0) return false;
        range = new VersionRange(text, [.. conditions]);
        return true;
    }

    /// <summary>Whether a version is one of them; false when it is no version.</summary>
    /// <param name="version">Digits and dots.</param>
    /// <param name="isNumber">It is one number with decimals.</param>
    public bool Contains(string version, bool isNumber) =>
        version.Length > 0 && Array.TrueForAll(_conditions, condition => Compare(version, condition.Version, isNumber) is { } order
        && condition.Operator switch { ">=" => order >= 0, "<=" => order <= 0, ">" => order > 0, "<" => order < 0, _ => order == 0 });

    /// <summary>A version that is one of them, for those who play a device; the first that was written when none is found.</summary>
    public string Example(bool isNumber) => _conditions.Length == 0 ? "1.0" :
        _conditions.SelectMany(condition => new[] { condition.Version, condition.Version + (isNumber ? "1" : ".1"), "1.0", "0.1" })
            .FirstOrDefault(version => Contains(version, isNumber)) ?? _conditions[0].Version;

    public bool Equals(VersionRange? other) => other?.Text == Text;

    public override bool Equals(object? obj) => Equals(obj as VersionRange);

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;

    private static int? Compare(string one, string other, bool isNumber)
    {
        if (isNumber)
        {
            return decimal.TryParse(one, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal first)
                && decimal.TryParse(other, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal second)
                ? first.CompareTo(second)
                : null;
        }
        if (Parts(one) is not { } left || Parts(other) is not { } right) return null;
        for (int i = 0; i < Math.Max(left.Length, right.Length); i++)
        {
            int order = (i < left.Length ? left[i] : 0).CompareTo(i < right.Length ? right[i] : 0);
            if (order != 0) return order;
        }
        return 0;
    }

    private static int[]? Parts(string version)
    {
        string[] words = version.Split('.');
        int[] parts = new int[words.Length];
        for (int i = 0; i < words.Length; i++)
            if (!int.TryParse(words[i], NumberStyles.None, CultureInfo.InvariantCulture, out parts[i])) return null;
        return parts;
    }
}
