using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Core.Forwarding.EnvgwJson;

namespace Gateway.Core.Tests.Forwarding.EnvgwJson;

/// <summary>The schemas judge our messages through Debian's python3-jsonschema, an implementation that is not ours.</summary>
public class SchemaTests
{
    [Fact]
    public async Task Every_kind_of_message_we_emit_is_valid_and_has_no_member_that_its_schema_does_not_describe()
    {
        var verdicts = await JudgeAsync(Samples.All.ToDictionary(s => s.Key, s => Encoding.UTF8.GetString(s.Value)), strict: true);
        Assert.Equal(Samples.All.Count, verdicts.Count);
        Assert.All(verdicts, verdict => Assert.Equal("valid", verdict.Value));
    }

    [Fact]
    public async Task Wrong_messages_are_refused()
    {
        var wrong = new Dictionary<string, string>
        {
            ["readings.no-seq"] = Changed("readings.values", json => json.Remove("seq")),
            ["readings.seq-zero"] = Changed("readings.values", json => json["seq"] = 0),
            ["readings.seq-beyond-2-53"] = Changed("readings.values", json => json["seq"] = 9_007_199_254_740_993),
            ["readings.lane"] = Changed("readings.values", json => json["lane"] = "slow"),
            ["readings.epoch"] = Changed("readings.values", json => json["epoch"] = "K3F6X2QA"),
            ["readings.major"] = Changed("readings.values", json => json["version"] = "2.0"),
            ["readings.kind"] = Changed("readings.values", json => json["kind"] = "alarm"),
            ["readings.clock"] = Changed("readings.values", json => json["clock"]!["state"] = "fine"),
            ["readings.profile"] = Changed("readings.values", json => json["profile"] = "nt-h07"),
            ["readings.none"] = Changed("readings.values", json => json["readings"] = new JsonArray()),
            ["readings.short-row"] = Changed("readings.values", json => json["readings"]![0] = new JsonArray("a/b", 0)),
            ["readings.long-row"] = Changed("readings.values", json => json["readings"]![0] = new JsonArray("a/b", 0, 1, "G", 5)),
            ["readings.object-value"] = Changed("readings.values", json => json["readings"]![0] = new JsonArray("a/b", 0, new JsonObject())),
            ["readings.null-without-reason"] = Changed("readings.values", json => json["readings"]![0] = new JsonArray("a/b", 0, null)),
            ["readings.quality"] = Changed("readings.values", json => json["readings"]![0] = new JsonArray("a/b", 0, 1, "X:timeout")),
            ["readings.fractional-time"] = Changed("readings.values", json => json["readings"]![0] = new JsonArray("a/b", 0.5, 1)),
            ["alarm.no-occurrence"] = Changed("alarm.raised", json => json["alarm"]!.AsObject().Remove("occurrence")),
            ["alarm.state"] = Changed("alarm.raised", json => json["alarm"]!["to"] = "ON"),
            ["alarm.priority"] = Changed("alarm.raised", json => json["alarm"]!["priority"] = 5),
            ["alarm.live"] = Changed("alarm.raised", json => json["lane"] = "live"),
            ["event.kind-and-member-differ"] = Changed("event.operator", json => json["kind"] = "correction"),
            ["heartbeat.live"] = Changed("heartbeat.standing", json => json["lane"] = "live"),
            ["heartbeat.no-alarms"] = Changed("heartbeat.standing", json => json["heartbeat"]!.AsObject().Remove("alarms")),
            ["heartbeat.digest"] = Changed("heartbeat.standing", json => json["heartbeat"]!["alarms"]!["digest"] = "none"),
            ["heartbeat.lane"] = Changed("heartbeat.standing", json => json["heartbeat"]!["lanes"]!["slow"] = new JsonObject()),
            ["manifest.no-chain"] = Changed("manifest.live", json => json["manifest"]!.AsObject().Remove("chain")),
            ["manifest.coverage"] = Changed("manifest.live", json => json["manifest"]!["coverage"]!["outlet/point0"] = new JsonArray(1, 2)),
            ["manifest.of"] = Changed("manifest.live", json => json["manifest"]!["of"] = "all"),
            ["command.no-id"] = Changed("command.backfill", json => json.Remove("id")),
            ["command.range"] = Changed("command.backfill", json => json["ranges"]![0] = new JsonArray(0)),
            ["answer.state"] = Changed("answer.refused", json => json["state"] = "maybe"),
            ["receipt.no-epoch"] = Changed("receipt.live", json => json.Remove("epoch")),
            ["status.state"] = Changed("status.online", json => json["state"] = "up"),
            ["status.no-connection"] = Changed("status.online", json => json.Remove("connection")),
            ["birth.no-epoch"] = Changed("birth.all", json => json["epochs"] = new JsonArray()),
            ["birth.lane"] = Changed("birth.all", json => json["lanes"]!["slow"] = new JsonObject()),
            ["birth.selection"] = Changed("birth.all", json => json["sends"]!["readings"] = "some"),
            ["descriptor.point-without-unit"] = Changed("descriptor.site", json => json["points"]![0]!.AsObject().Remove("unit")),
            ["descriptor-index.digest"] = Changed("descriptor-index.long", json => json["sha256"] = "9f2c1ab0"),
        };
        var verdicts = await JudgeAsync(wrong, strict: false);
        Assert.Equal(wrong.Count, verdicts.Count);
        Assert.All(verdicts, verdict => Assert.False(verdict.Value == "valid", verdict.Key));
    }

    [Fact]
    public async Task A_receiver_takes_a_later_minor_version_with_members_it_does_not_know()
    {
        var later = Samples.All.ToDictionary(s => s.Key, s => Changed(s.Key, json =>
        {
            json["version"] = "1.7";
            json["later"] = new JsonObject();
        }));
        Assert.All(await JudgeAsync(later, strict: false), verdict => Assert.Equal("valid", verdict.Value));
    }

    private static string Changed(string sample, Action<JsonObject> change)
    {
        var json = JsonNode.Parse(Samples.All[sample])!.AsObject();
        change(json);
        return json.ToJsonString();
    }

    private static async Task<Dictionary<string, string>> JudgeAsync(IReadOnlyDictionary<string, string> messages, bool strict)
    {
        var folder = Directory.CreateTempSubdirectory("envgw-schemas-");
        try
        {
            string schemas = folder.CreateSubdirectory("schemas").FullName;
            string samples = folder.CreateSubdirectory("messages").FullName;
            foreach (var (name, text) in JsonSchemas.All) await File.WriteAllTextAsync(Path.Combine(schemas, name), text);
            foreach (var (name, text) in messages) await File.WriteAllTextAsync(Path.Combine(samples, $"{name}.json"), text);
            string script = Path.Combine(folder.FullName, "validate.py");
            using (var resource = typeof(SchemaTests).Assembly.GetManifestResourceStream("validate.py")!)
            using (var file = File.Create(script)) await resource.CopyToAsync(file);

            var start = new ProcessStartInfo("/usr/bin/python3", strict ? [script, schemas, samples, "strict"] : [script, schemas, samples])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var python = Process.Start(start)!;
            var faults = python.StandardError.ReadToEndAsync();
            string verdicts = await python.StandardOutput.ReadToEndAsync();
            await python.WaitForExitAsync();
            Assert.True(python.ExitCode == 0, $"Is python3-jsonschema (Debian) installed?\n{await faults}");
            return verdicts.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).ToDictionary(f => f[0], f => f[1]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
