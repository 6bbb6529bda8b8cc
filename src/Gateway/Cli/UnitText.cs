namespace Gateway.Cli;

/// <summary>Units as people write them; files and feeds have the UCUM code.</summary>
internal static class UnitText
{
    public static string Of(string? ucum) => ucum switch
    {
        null => "",
        "Cel" => "°C",
        "[pH]" => "pH",
        ['{', .. var annotation, '}'] => annotation,
        ['u', _, ..] => $"µ{ucum[1..]}",
        _ => ucum,
    };
}
