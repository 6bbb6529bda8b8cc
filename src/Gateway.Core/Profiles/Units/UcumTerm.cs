namespace Gateway.Core.Profiles.Units;

/// <summary>Whether a text is a unit term of the Unified Code for Units of Measure, case-sensitive.</summary>
/// <remarks>
/// UCUM 2.1, section 5 and its grammar: <c>term = ["/"] component {("." | "/") component}</c>; a component is a symbol with an exponent and an annotation, an
/// annotation alone, a whole number, or a term in parentheses.
/// </remarks>
internal static class UcumTerm
{
    private const int Longest = 80;

    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > Longest) return false;
        if (text[0] == '/') text = text[1..];
        return TakeTerm(ref text) && text.IsEmpty;
    }

    private static bool TakeTerm(ref ReadOnlySpan<char> text)
    {
        if (!TakeComponent(ref text)) return false;
        while (text is ['.' or '/', ..])
        {
            text = text[1..];
            if (!TakeComponent(ref text)) return false;
        }
        return true;
    }

    private static bool TakeComponent(ref ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return false;
        if (text[0] == '(') return TakeParentheses(ref text);
        if (text[0] == '{') return TakeAnnotation(ref text);
        // "10*" and "10^" are symbols of their own; every other digit here begins a factor.
        bool isPowerOfTen = text.StartsWith("10*") || text.StartsWith("10^");
        if (!isPowerOfTen && TakeDigits(ref text)) return true;
        int length = isPowerOfTen ? 3 : SymbolLength(text);
        if (length == 0 || !UcumAtoms.IsAtom(text[..length])) return false;
        text = text[length..];
        return TakeExponent(ref text) && (text is not ['{', ..] || TakeAnnotation(ref text));
    }

    private static bool TakeParentheses(ref ReadOnlySpan<char> text)
    {
        text = text[1..];
        if (!TakeTerm(ref text) || text is not [')', ..]) return false;
        text = text[1..];
        return true;
    }

    /// <summary>What stands in braces is for people; printable ASCII without braces.</summary>
    private static bool TakeAnnotation(ref ReadOnlySpan<char> text)
    {
        int end = text.IndexOf('}');
        if (end < 0 || text[1..end].Contains('{') || text[1..end].ContainsAnyExceptInRange('!', '~')) return false;
        text = text[(end + 1)..];
        return true;
    }

    private static bool TakeExponent(ref ReadOnlySpan<char> text)
    {
        bool isSigned = text is ['+' or '-', ..];
        if (isSigned) text = text[1..];
        return TakeDigits(ref text) || !isSigned;
    }

    private static bool TakeDigits(ref ReadOnlySpan<char> text)
    {
        int other = text.IndexOfAnyExceptInRange('0', '9');
        int length = other < 0 ? text.Length : other;
        text = text[length..];
        return length > 0;
    }

    /// <summary>A symbol goes to the next operator, digit or brace; between square brackets everything belongs to it.</summary>
    private static int SymbolLength(ReadOnlySpan<char> text)
    {
        bool isBracketed = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is '[' or ']') isBracketed = text[i] == '[';
            else if (!isBracketed && text[i] is '.' or '/' or '(' or ')' or '{' or '}' or '+' or '-' or (>= '0' and <= '9')) return i;
        }
        return text.Length;
    }
}
