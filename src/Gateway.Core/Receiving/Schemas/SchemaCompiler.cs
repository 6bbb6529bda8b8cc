using System.Text.Json;

namespace Gateway.Core.Receiving.Schemas;

/// <summary>Makes rules of JSON Schemas (2020-12). It knows the keywords that our schemas use and refuses others: none is passed over in silence.</summary>
/// <param name="texts">Schemas by file name, which is also how they refer to each other.</param>
internal sealed class SchemaCompiler(IReadOnlyDictionary<string, string> texts)
{
    private readonly Dictionary<string, JsonElement> _files = [];
    private readonly Dictionary<string, SchemaRule> _rules = [];

    /// <exception cref="InvalidDataException">The schema uses a keyword that is not known here, or refers to what is not there.</exception>
    public SchemaRule Compile(string file) => Referred($"{file}#");

    private SchemaRule Referred(string address)
    {
        if (_rules.TryGetValue(address, out var known)) return known;
        int hash = address.IndexOf('#', StringComparison.Ordinal);
        string file = address[..hash];
        var schema = File(file);
        foreach (string step in address[(hash + 1)..].Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!schema.TryGetProperty(step, out schema)) throw new InvalidDataException($"{address} is not there");
        }
        SchemaRule? rule = null;
        // A schema may refer to itself: it is looked up when a value comes.
        _rules[address] = value => rule!(value);
        return rule = _rules[address] = Rule(schema, file);
    }

    private JsonElement File(string file)
    {
        if (_files.TryGetValue(file, out var known)) return known;
        if (!texts.TryGetValue(file, out string? text)) throw new InvalidDataException($"there is no schema {file}");
        using var document = JsonDocument.Parse(text);
        return _files[file] = document.RootElement.Clone();
    }

    private SchemaRule Rule(JsonElement schema, string file)
    {
        if (schema.ValueKind == JsonValueKind.True) return _ => null;
        if (schema.ValueKind == JsonValueKind.False) return _ => " may not be there";
        var rules = new List<SchemaRule>();
        foreach (var keyword in schema.EnumerateObject())
        {
            if (Keyword(keyword.Name, keyword.Value, schema, file) is { } rule) rules.Add(rule);
        }
        SchemaRule[] all = [.. rules];
        return value =>
        {
            foreach (var rule in all)
            {
                if (rule(value) is { } fault) return fault;
            }
            return null;
        };
    }

    private SchemaRule? Keyword(string name, JsonElement given, JsonElement schema, string file) => name switch
    {
        "$schema" or "$id" or "$defs" or "title" or "description" or "then" or "else" or "examples" => null,
        "$ref" => Referred(given.GetString()! is ['#', ..] own ? file + own : Whole(given.GetString()!)),
        "type" => SchemaValues.OfType(given),
        "const" => SchemaValues.OneOf([given]),
        "enum" => SchemaValues.OneOf([.. given.EnumerateArray()]),
        "minimum" => SchemaValues.AtLeast(given.GetDecimal()),
        "maximum" => SchemaValues.AtMost(given.GetDecimal()),
        "minLength" => SchemaValues.NotShorter(given.GetInt32()),
        "maxLength" => SchemaValues.NotLonger(given.GetInt32()),
        "pattern" => SchemaValues.Matching(given.GetString()!),
        "minItems" => Array(given.GetInt32(), static (count, least) => count >= least, "has too few items"),
        "maxItems" => Array(given.GetInt32(), static (count, most) => count <= most, "has too many items"),
        "required" => Required([.. given.EnumerateArray().Select(member => member.GetString()!)]),
        "properties" => Properties(given, schema, file),
        "additionalProperties" => schema.TryGetProperty("properties", out _) ? null : Members(Rule(given, file)),
        "propertyNames" => Names(Rule(given, file)),
        "prefixItems" => Prefix([.. given.EnumerateArray().Select(item => Rule(item, file))]),
        "items" => Items(Rule(given, file), schema.TryGetProperty("prefixItems", out var before) ? before.GetArrayLength() : 0),
        "oneOf" => OneOf([.. given.EnumerateArray().Select(one => Rule(one, file))]),
        "anyOf" => AnyOf([.. given.EnumerateArray().Select(one => Rule(one, file))]),
        "if" => When(Rule(given, file), Branch(schema, "then", file), Branch(schema, "else", file)),
        _ => throw new InvalidDataException($"{file}: the keyword {name} is not known here"),
    };

    private static string Whole(string address) => address.Contains('#', StringComparison.Ordinal) ? address : address + "#";

    private SchemaRule Branch(JsonElement schema, string name, string file) => schema.TryGetProperty(name, out var branch) ? Rule(branch, file) : _ => null;

    private SchemaRule Properties(JsonElement given, JsonElement schema, string file)
    {
        var rules = given.EnumerateObject().ToDictionary(member => member.Name, member => Rule(member.Value, file));
        var others = schema.TryGetProperty("additionalProperties", out var additional) ? Rule(additional, file) : null;
        return Members((name, value) => (rules.TryGetValue(name, out var rule) ? rule : others)?.Invoke(value));
    }

    private static SchemaRule Members(SchemaRule rule) => Members((_, value) => rule(value));

    private static SchemaRule Members(Func<string, JsonElement, string?> judge) => value =>
    {
        if (value.ValueKind != JsonValueKind.Object) return null;
        foreach (var member in value.EnumerateObject())
        {
            if (judge(member.Name, member.Value) is { } fault) return $".{member.Name}{fault}";
        }
        return null;
    };

    private static SchemaRule Names(SchemaRule rule) => value =>
    {
        if (value.ValueKind != JsonValueKind.Object) return null;
        foreach (var member in value.EnumerateObject())
        {
            if (rule(JsonSerializer.SerializeToElement(member.Name)) is { } fault) return $": the name {member.Name}{fault}";
        }
        return null;
    };

    private static SchemaRule Required(string[] names) => value =>
        value.ValueKind == JsonValueKind.Object && names.FirstOrDefault(name => !value.TryGetProperty(name, out _)) is { } missing
            ? $".{missing} is missing"
            : null;

    private static SchemaRule Array(int limit, Func<int, int, bool> isFine, string fault) => value =>
        value.ValueKind != JsonValueKind.Array || isFine(value.GetArrayLength(), limit) ? null : $" {fault}: {value.GetArrayLength()}";

    private static SchemaRule Prefix(SchemaRule[] rules) => value => InOrder(value, 0, at => at < rules.Length ? rules[at] : null);

    private static SchemaRule Items(SchemaRule rule, int after) => value => InOrder(value, after, _ => rule);

    private static string? InOrder(JsonElement value, int from, Func<int, SchemaRule?> ruleAt)
    {
        if (value.ValueKind != JsonValueKind.Array) return null;
        int at = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (at >= from && ruleAt(at)?.Invoke(item) is { } fault) return $"[{at}]{fault}";
            at++;
        }
        return null;
    }

    private static SchemaRule OneOf(SchemaRule[] rules) => value =>
        rules.Count(rule => rule(value) is null) == 1 ? null : " fits none, or more than one, of what it may be";

    private static SchemaRule AnyOf(SchemaRule[] rules) => value => rules.Any(rule => rule(value) is null) ? null : " fits nothing of what it may be";

    private static SchemaRule When(SchemaRule condition, SchemaRule then, SchemaRule otherwise) => value =>
        condition(value) is null ? then(value) : otherwise(value);
}
