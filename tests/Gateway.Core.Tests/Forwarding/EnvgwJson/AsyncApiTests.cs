using System.Diagnostics;
using System.Text.Json.Nodes;
using Gateway.Core.Buffering;
using Gateway.Core.Forwarding.Commands;
using Gateway.Core.Forwarding.EnvgwJson;
using Gateway.Core.Tests.Documents;

namespace Gateway.Core.Tests.Forwarding.EnvgwJson;

/// <summary>asyncapi.json describes what the program does: read by the AsyncAPI initiative's parser, and compared with the code.</summary>
public class AsyncApiTests
{
    private static readonly string _folder = Path.Combine(Repository.Root, "src", "Gateway.Core", "Forwarding", "EnvgwJson");

    private static JsonNode Document => JsonNode.Parse(File.ReadAllText(Path.Combine(_folder, "asyncapi.json")))!;

    [Fact]
    public async Task The_initiatives_parser_finds_no_fault_in_it_and_none_in_its_examples()
    {
        var (faults, messages) = await ParseAsync(Path.Combine(_folder, "asyncapi.json"));
        Assert.Empty(faults);
        Assert.Contains("manifest", messages);
    }

    [Fact]
    public async Task The_parser_bites()
    {
        var document = Document;
        document["components"]!["messages"]!["receipt"]!["examples"]![0]!["payload"]!.AsObject().Remove("epoch");
        document["operations"]!["sendReadings"]!["action"] = "shout";
        using var folder = new TemporaryFolder();
        foreach (var (name, text) in JsonSchemas.All) folder.Write(Path.Combine("schemas", name), text);
        string wrong = folder.Write("asyncapi.json", document.ToJsonString());
        Assert.NotEmpty((await ParseAsync(wrong)).Faults);
    }

    [Fact]
    public void Every_schema_is_the_payload_of_a_message() =>
        Assert.Equal(
            JsonSchemas.All.Keys.Where(name => name != "envelope.json").Order(StringComparer.Ordinal),
            Messages.Select(m => m.Value!["payload"]!["$ref"]?.GetValue<string>()).OfType<string>().Select(path => path["./schemas/".Length..]).Order(StringComparer.Ordinal));

    [Fact]
    public void Its_examples_are_the_vectors()
    {
        foreach (var example in Messages.SelectMany(m => m.Value!["examples"]?.AsArray() ?? []))
        {
            string name = example!["name"]!.GetValue<string>();
            string vector = Samples.All.Keys.Single(key => key.Replace('.', '-') == name);
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Samples.All[vector]), example["payload"]), $"The example {name} is not vectors/{vector}.json");
        }
    }

    [Fact]
    public void Its_topics_and_words_are_the_programs()
    {
        var topics = new FeedTopics("envgw1/{org}/{gateway}");
        var addresses = Document["channels"]!.AsObject().Select(channel => channel.Value!["address"]?.GetValue<string>()).ToList();
        foreach (var lane in LaneText.All) Assert.Contains(topics.OfLane(lane), addresses);
        Assert.Contains(topics.Status, addresses);
        Assert.Contains(topics.Birth, addresses);
        Assert.Equal(CommandVerbs.All, Document["components"]!["parameters"]!["verb"]!["enum"]!.AsArray().Select(verb => verb!.GetValue<string>()));
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Messages => Document["components"]!["messages"]!.AsObject();

    private static async Task<(List<string> Faults, List<string> Messages)> ParseAsync(string path)
    {
        string folder = Path.Combine(Repository.Cases("Forwarding"), "EnvgwJson", "AsyncApi");
        Assert.True(Directory.Exists(Path.Combine(folder, "node_modules")), $"@asyncapi/parser is not installed; run tests/run.sh, or: npm ci --prefix {folder}");
        var start = new ProcessStartInfo("node", [Path.Combine(folder, "check.mjs"), path]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var node = Process.Start(start)!;
        var errors = node.StandardError.ReadToEndAsync();
        string output = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, await errors);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t', 2)).ToList();
        return ([.. lines.Where(line => line[0] == "fault").Select(line => line[1])], [.. lines.Where(line => line[0] == "message").Select(line => line[1])]);
    }
}
