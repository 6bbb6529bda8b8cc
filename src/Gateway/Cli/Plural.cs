namespace Gateway.Cli;

/// <summary>English counts: <c>1 device</c>, <c>2 devices</c>, <c>3 buses</c>.</summary>
internal static class Plural
{
    public static string Of(long count, string noun)
    {
        if (count == 1) return $"1 {noun}";
        return noun.EndsWith('s') ? $"{count} {noun}es" : $"{count} {noun}s";
    }
}
