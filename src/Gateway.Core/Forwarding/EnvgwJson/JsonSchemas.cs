namespace Gateway.Core.Forwarding.EnvgwJson;

/// <summary>The JSON Schemas (2020-12) of every kind of message, as the program carries them.</summary>
public static class JsonSchemas
{
    private const string Prefix = "envgw-json/";

    /// <summary>Schema texts by file name (<c>readings.json</c>).</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = Load();

    private static Dictionary<string, string> Load()
    {
        var assembly = typeof(JsonSchemas).Assembly;
        var schemas = new Dictionary<string, string>();
        foreach (string name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            schemas[name[Prefix.Length..]] = reader.ReadToEnd();
        }
        return schemas;
    }
}
