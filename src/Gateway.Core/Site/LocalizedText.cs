namespace Gateway.Core.Site;

/// <summary>A label in English and Chinese; whichever is missing falls back to the other.</summary>
public sealed record LocalizedText(string English, string? Chinese = null)
{
    public string In(string language) => language.StartsWith("zh", StringComparison.OrdinalIgnoreCase) && Chinese is not null ? Chinese : English;

    public override string ToString() => English;
}
