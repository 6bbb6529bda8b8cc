using System.Text.Json;
using Gateway.Testing;

namespace Gateway.EndToEnd;

/// <summary>Judges feed messages with an independent JSON Schema validator (Debian's python3-jsonschema) and the schemas we publish.</summary>
internal static class SchemaValidator
{
    private const string Script =
        """
        import glob, json, sys, warnings
        warnings.simplefilter("ignore", DeprecationWarning)
        from jsonschema import Draft202012Validator, RefResolver
        schemas = {path.split("/")[-1].removesuffix(".json"): json.load(open(path)) for path in glob.glob(sys.argv[1] + "/*.json")}
        store = {schema["$id"]: schema for schema in schemas.values()}
        def validator(schema):
            Draft202012Validator.check_schema(schema)
            return Draft202012Validator(schema, resolver=RefResolver.from_schema(schema, store=store))
        validators = {name: validator(schema) for name, schema in schemas.items()}
        for line in sys.stdin:
            name, body = line.split("\t", 1)
            # Kinds of events share one schema.
            for error in validators.get(name, validators["event"]).iter_errors(json.loads(body)):
                print(f"{name}: {error.message} at {list(error.path)} in {body.strip()[:300]}")
        print("done")
        """;

    /// <summary>What is wrong with the messages; empty when nothing is.</summary>
    public static async Task<IReadOnlyList<string>> FaultsInAsync(string schemaFolder, IEnumerable<MosquittoMessage> messages)
    {
        await using var python = RunningProcess.Start("/usr/bin/python3", ["-c", Script, schemaFolder], "python3-jsonschema");
        foreach (var message in messages)
        {
            var body = message.Json();
            await python.StandardInput.WriteLineAsync($"{body.GetProperty("kind").GetString()}\t{JsonSerializer.Serialize(body)}");
        }
        python.StandardInput.Close();
        await python.WaitForLineAsync(line => line == "done");
        return [.. python.Output.Entries.Where(line => line != "done")];
    }
}
