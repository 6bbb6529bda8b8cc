namespace Gateway.Core.Profiles;

/// <summary>The words for the fields of a scale's report in profiles.</summary>
internal static class WeightFieldText
{
    private static readonly (string Word, WeightField Field)[] _all =
    [
        ("displayed", WeightField.Displayed), ("gross", WeightField.Gross), ("net", WeightField.Net), ("tare", WeightField.Tare),
        ("stable", WeightField.Stable), ("overload", WeightField.Overload), ("underload", WeightField.Underload), ("zero", WeightField.Zero),
        ("net_shown", WeightField.NetShown), ("unit", WeightField.Unit),
    ];

    public static IReadOnlyList<string> All { get; } = [.. _all.Select(one => one.Word)];

    public static bool TryParse(string? word, out WeightField field)
    {
        int at = Array.FindIndex(_all, one => one.Word == word);
        field = at < 0 ? default : _all[at].Field;
        return at >= 0;
    }

    public static string Of(WeightField field) => _all.First(one => one.Field == field).Word;

    /// <summary>Whether the field is a weight in a unit; the others are states and texts.</summary>
    public static bool IsWeight(WeightField field) => field is WeightField.Displayed or WeightField.Gross or WeightField.Net or WeightField.Tare;
}
