using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Core.Documents;
using Gateway.Core.Documents.Shapes;

namespace Gateway.Core.Tests.Documents;

/// <summary>The JSON Schema and our own check are made from one shape; another program's validator shows that they agree.</summary>
public sealed class SchemaTests
{
    private const string Python = "/usr/bin/python3";

    private const string Judge = """
        import json, sys
        from jsonschema import Draft202012Validator
        work = json.load(sys.stdin)
        validators = {}
        for kind, schema in work["schemas"].items():
            Draft202012Validator.check_schema(schema)
            validators[kind] = Draft202012Validator(schema)
        print(json.dumps([validators[case["kind"]].is_valid(case["document"]) for case in work["cases"]]))
        """;

    private const string GoodProfile = """
        profile: water/acme-ph200
        version: 1.0.0
        device: { manufacturer: Acme, model: 3400, grade: A, source: manual }
        modbus: { unit: 1 }
        points:
          ph: { quantity: ph, unit: "[pH]", read: hr:2, type: float32 }
        tests: [{ registers: { hr:2: "40E6 B852" }, expect: { ph: 7.21 } }]
        """;

    private const string GoodSite = """
        site: { id: a }
        buses: { hall: { connect: "tcp://192.0.2.20" }, line: { port: /dev/ttyS0, serial: 9600-8N1 } }
        devices: { meter: { profile: common/eastron-sdm, bus: hall, alarms: { voltage_l1: { high: 253, deadband: 1 }, stale: { priority: 4 } } } }
        feeds: { city: { broker: "mqtts://mqtt.example", protocol: 5, send: { readings: { every: 60s } } } }
        buffer: { keep: 30d }
        """;

    /// <summary>One change each that must be refused, as (what is found, what stands there instead).</summary>
    private static readonly (string Found, string Instead)[] _wrongProfiles =
    [
        ("unit: 1 }", "unit: 300 }"), ("unit: 1 }", "unit: one }"), ("unit: 1 }", "unti: 1 }"), ("unit: 1 }", "even_starts: yes }"),
            ("unit: 1 }", "byte_order: ABDC }"),
        ("unit: 1 }", "framings: [] }"), ("unit: 1 }", "framings: [rtu, zigbee] }"), ("unit: 1 }", "max_registers: 12.5 }"), ("unit: 1 }", "request_gap: 20 }"),
        ("unit: 1 }", "blocks: [{ read: hr:1 }] }"), ("read: hr:2", "read: hr2"), ("read: hr:2", "read: 2"), ("read: hr:2", "raed: hr:2"), ("read: hr:2,", ""),
        ("type: float32", "type: float"), ("type: float32", "type: float32, range: [0]"), ("type: float32", "type: float32, range: [0, high]"),
        ("type: float32", "type: float32, bad: [none]"), ("type: float32", "type: float32, bad: []"),
            ("type: float32", "type: float32, bad: [{ value: 1, quality: ugly }]"),
        ("type: float32", "type: float32, scale: ten"), ("type: float32", "type: float32, every: fast"), ("type: float32", "type: float32, map: { a: b }"),
        ("type: float32", "type: float32, length: 0"), ("type: float32", "type: float32, sign_from: { bit: 7 }"),
            ("type: float32", "type: float32, label: { zh: 值 }"),
        ("  ph:", "  PH:"), ("version: 1.0.0", "version: 1.0"), ("version: 1.0.0", ""), ("grade: A", "grade: S"), ("source: manual", "sauce: manual"),
        ("profile: water/acme-ph200", "profile: ../acme"), ("tests: [{", "tests: []\nnotes: [{"), ("\"40E6 B852\"", "0123"), ("\"40E6 B852\"", "\"40E6B852\""),
        ("expect: { ph: 7.21 }", "expect: {}"), ("expect: { ph: 7.21 }", "expect: { ph: [7.21] }"), ("expect: { ph: 7.21 }", "expect: { ph: { value: 7.21 } }"),
        ("tests:", "status: [{ read: hr:8 }]\ntests:"), ("tests:", "status: [{ read: hr:8, bits: { 0: { quality: bad } }, values: { 1: good } }]\ntests:"),
        ("tests:", "channels: { ai: { slots: 4, read: hr:0, quantities: { ph: { } } } }\ntests:"), ("points:", "points: 7\nsorted:"),
    ];

    private static readonly (string Found, string Instead)[] _wrongSites =
    [
        ("id: a", "id: A"), ("id: a", "id: 7"), ("id: a", "name: a"), ("connect: \"tcp://192.0.2.20\"", "connect: \"http://192.0.2.20\""),
        ("connect: \"tcp://192.0.2.20\"", "timeout: 1s"), ("connect: \"tcp://192.0.2.20\"", "connect: \"tcp://a\", port: /dev/ttyS0, serial: 9600-8N1"),
        (", serial: 9600-8N1", ""), ("serial: 9600-8N1", "serial: 9600-8N1, echo: no"), ("port: /dev/ttyS0", "port: ttyS0"), ("bus: hall", "bus: [hall]"),
            ("bus: hall,", ""),
        ("bus: hall", "bus: hall, unit: 256"), ("bus: hall", "bus: hall, limits: gb-5749-2022"), ("bus: hall", "bus: hall, channels: { 1: ph }"),
            ("bus: hall", "bus: hall, every: { ph: soon }"),
        ("priority: 4", "priority: 5"), ("priority: 4", "deadband: 5"), ("high: 253", "hihg: 253"), ("high: 253", "high: { deadband: 1 }"),
            ("deadband: 1", "deadband: -1"),
        ("protocol: 5", "protocol: 4"), ("broker: \"mqtts://mqtt.example\"", "broker: mqtt.example"), ("every: 60s", "on_change: true"),
            ("readings: { every: 60s }", "readings: some"),
        ("readings: { every: 60s }", "alarms: true"), ("keep: 30d", "keep: 30"), ("keep: 30d", "maximum: 2 GB"), ("keep: 30d", "path: data"),
            ("meter:", "Meter:"), ("buses: {", "busses: {"),
        ("devices: { meter: {", "devices: { meter: 7, other: {"), ("feeds: {", "feeds: [] \nfed: {"),
    ];

    public static TheoryData<FileKind> Kinds() => [FileKind.Site, FileKind.Profile, FileKind.LimitPack];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_schemas_beside_the_profiles_are_those_of_this_program(FileKind kind) =>
        Accepted.Matches(Path.Combine(Repository.Profiles, "schema", $"{FileShapes.Name(kind)}.schema.json"), SchemaDocument.For(kind));

    [Fact]
    public void Every_shipped_file_names_its_schema_and_the_file_is_there()
    {
        foreach (string file in Directory.EnumerateFiles(Repository.Profiles, "*.yaml", SearchOption.AllDirectories)
            .Append(Path.Combine(Repository.Root, "install", "site.example.yaml")))
        {
            const string Start = "# yaml-language-server: $schema=";
            string first = File.ReadLines(file).First();
            Assert.StartsWith(Start, first, StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(file)!, first[Start.Length..])), file);
        }
    }

    [Fact]
    public void Schema_and_check_agree_on_every_shipped_file_and_on_wrong_ones()
    {
        Assert.SkipUnless(HasJsonSchema(), "python3-jsonschema is not installed");
        List<(FileKind Kind, string Name, string Text, bool IsGood)> cases =
        [
            (FileKind.Site, "example", File.ReadAllText(Path.Combine(Repository.Root, "install", "site.example.yaml")), true),
            (FileKind.Site, "good", GoodSite, true), (FileKind.Profile, "good", GoodProfile, true),
            .. Directory.EnumerateFiles(Repository.Profiles, "*.yaml", SearchOption.AllDirectories)
                .Select(file => (file.Contains("/limits/", StringComparison.Ordinal) ? FileKind.LimitPack : FileKind.Profile, file, File.ReadAllText(file),
                    true)),
            .. _wrongProfiles.Select(wrong => (FileKind.Profile, $"{wrong.Found} -> {wrong.Instead}", Changed(GoodProfile, wrong), false)),
            .. _wrongSites.Select(wrong => (FileKind.Site, $"{wrong.Found} -> {wrong.Instead}", Changed(GoodSite, wrong), false)),
        ];
        var documents = new JsonArray();
        var ours = new List<bool>();
        foreach (var (kind, name, text, _) in cases)
        {
            var problems = new ProblemList();
            var document = DocumentReader.Read(name, Encoding.UTF8.GetBytes(text), problems)!;
            ShapeCheck.Run(document, FileShapes.Of(kind), kind == FileKind.Profile ? ShapeProblems.Profile : ShapeProblems.Site, problems);
            ours.Add(!problems.HasErrors);
            documents.Add(new JsonObject { ["kind"] = FileShapes.Name(kind), ["document"] = NodeJson.Of(document.Root) });
        }
        var theirs = Verdicts(documents);
        for (int i = 0; i < cases.Count; i++)
            Assert.True(ours[i] == cases[i].IsGood && theirs[i] == cases[i].IsGood,
                $"{cases[i].Name}: expected {cases[i].IsGood}, check {ours[i]}, schema {theirs[i]}");
    }

    private static string Changed(string text, (string Found, string Instead) change)
    {
        Assert.Contains(change.Found, text, StringComparison.Ordinal);
        int at = text.IndexOf(change.Found, StringComparison.Ordinal);
        return text.Remove(at, change.Found.Length).Insert(at, change.Instead);
    }

    private static List<bool> Verdicts(JsonArray cases)
    {
        var schemas = new JsonObject();
        foreach (FileKind kind in new[] { FileKind.Site, FileKind.Profile, FileKind.LimitPack }) schemas[FileShapes.Name(kind)] = JsonNode.Parse(
            SchemaDocument.For(kind));
        string answer = Run(Judge, new JsonObject { ["schemas"] = schemas, ["cases"] = cases }.ToJsonString());
        return [.. JsonNode.Parse(answer)!.AsArray().Select(verdict => (bool)verdict!)];
    }

    private static bool HasJsonSchema() =>
        File.Exists(Python) && Run("import importlib.util; print(importlib.util.find_spec('jsonschema') is not None)", "")
        .StartsWith("True", StringComparison.Ordinal);

    private static string Run(string script, string input)
    {
        var start = new ProcessStartInfo(Python) { RedirectStandardInput = true, RedirectStandardOutput = true, ArgumentList = { "-c", script } };
        using var process = Process.Start(start)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
