using System.Reflection;
using System.Text;
using Gateway.Core.Alarms;
using Gateway.Core.Forwarding.EnvgwJson;
using Gateway.Core.Tests.Documents;

namespace Gateway.Core.Tests.Forwarding.EnvgwJson;

/// <summary>The files in <c>vectors/</c> are what a platform's developer tests against: one for each kind of message, byte for byte.</summary>
public class VectorTests
{
    private const string Prefix = "vectors/";

    private static readonly string _folder = Path.Combine(Repository.Root, "src", "Gateway.Core", "Forwarding", "EnvgwJson", "vectors");

    public static TheoryData<string> Names => [.. Samples.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_we_emit_is_the_vector_byte_for_byte(string name)
    {
        string emitted = Encoding.UTF8.GetString(Samples.All[name]);
        // Written instead when asked for, to be read in the diff.
        if (Environment.GetEnvironmentVariable("ENVGW_ACCEPT") == "1") File.WriteAllText(Path.Combine(_folder, $"{name}.json"), emitted);
        string? vector = Read($"{name}.json");
        if (vector != emitted) Assert.Fail($"vectors/{name}.json should be (without a line feed at the end):\n{emitted}\nand is:\n{vector}");
    }

    [Fact]
    public void Every_vector_is_something_we_emit() =>
        Assert.Equal(
            Samples.All.Keys.Order(StringComparer.Ordinal),
            typeof(VectorTests).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
                .Select(n => n[Prefix.Length..^".json".Length]).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_kind_has_a_schema_and_every_schema_a_vector() =>
        Assert.Equal(
            JsonSchemas.All.Keys.Where(name => name != "envelope.json").Order(StringComparer.Ordinal),
            Samples.All.Keys.Select(name => $"{name.Split('.')[0]}.json").Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void The_schema_names_every_kind_of_alarm_as_it_is_spelt_on_the_wire()
    {
        string schema = JsonSchemas.All["alarm.json"];
        Assert.All(Enum.GetValues<AlarmKind>(), kind => Assert.Contains($"{AlarmKindText.Of(kind)}", schema, StringComparison.Ordinal));
    }

    private static string? Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + name);
        if (stream is null) return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
