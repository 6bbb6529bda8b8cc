namespace Gateway.Core.Documents;

/// <summary>Something said to a person, in both languages. A name or a number is the same in both and converts by itself.</summary>
public readonly record struct Wording(string English, string Chinese)
{
    public static implicit operator Wording(string same) => new(same, same);

    public static implicit operator Wording(int number) => new($"{number}", $"{number}");

    public static implicit operator Wording((string English, string Chinese) both) => new(both.English, both.Chinese);

    /// <summary>The text in a language named like <c>en</c> or <c>zh-CN</c>; anything that is not Chinese gets English.</summary>
    public string In(string language) => IsChinese(language) ? Chinese : English;

    internal static bool IsChinese(string language) => language.StartsWith("zh", StringComparison.OrdinalIgnoreCase);

    /// <summary>Fills the numbered places of both texts.</summary>
    internal Wording Filled(IReadOnlyList<Wording> arguments) => new(
        string.Format(null, English, [.. arguments.Select(argument => argument.English)]),
        string.Format(null, Chinese, [.. arguments.Select(argument => argument.Chinese)]));

    public override string ToString() => English;
}
