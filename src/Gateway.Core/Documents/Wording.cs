using System.Text;

namespace Gateway.Core.Documents;

/// <summary>Something said to a person, in both languages. A name or a number is the same in both and converts by itself.</summary>
public readonly record struct Wording(string English, string Chinese)
{
    public static implicit operator Wording(string same) => new(same, same);

    public static implicit operator Wording(int number) => new($"{number}", $"{number}");

    public static implicit operator Wording((string English, string Chinese) both) => new(both.English, both.Chinese);

    /// <summary>A word from a file between quotation marks.</summary>
    internal static Wording Quoted(string word) => new($"'{word}'", $"“{word}”");

    /// <summary>The text in a language named like <c>en</c> or <c>zh-CN</c>; anything that is not Chinese gets English.</summary>
    public string In(string language) => IsChinese(language) ? Chinese : English;

    internal static bool IsChinese(string language) => language.StartsWith("zh", StringComparison.OrdinalIgnoreCase);

    /// <summary>Fills the numbered places <c>{0}</c> to <c>{9}</c> of both texts; every other brace stands for itself.</summary>
    internal Wording Filled(IReadOnlyList<Wording> arguments) => new(
        Filled(English, arguments, argument => argument.English),
        Filled(Chinese, arguments, argument => argument.Chinese));

    public override string ToString() => English;

    private static string Filled(string text, IReadOnlyList<Wording> arguments, Func<Wording, string> language)
    {
        var filled = new StringBuilder(text.Length + 32);
        for (int i = 0; i < text.Length; i++)
        {
            bool isPlace = text[i] == '{' && i + 2 < text.Length && text[i + 2] == '}' && char.IsAsciiDigit(text[i + 1]) && text[i + 1] - '0' < arguments.Count;
            if (isPlace)
            {
                filled.Append(language(arguments[text[i + 1] - '0']));
                i += 2;
            }
            else
            {
                filled.Append(text[i]);
            }
        }
        return filled.ToString();
    }
}
