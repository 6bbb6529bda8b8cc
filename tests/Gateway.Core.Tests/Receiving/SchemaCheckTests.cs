using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Core.Forwarding.EnvgwJson;
using Gateway.Core.Receiving.Schemas;
using Gateway.Core.Tests.Forwarding.EnvgwJson;

namespace Gateway.Core.Tests.Receiving;

public class SchemaCheckTests
{
    private static readonly SchemaCheck _check = new(JsonSchemas.All);

    [Fact]
    public void Every_message_that_the_gateway_emits_passes_and_a_later_minor_version_too()
    {
        foreach (var (name, json) in Samples.All.Where(sample => JsonNode.Parse(sample.Value)!["kind"] is not null))
        {
            Assert.True(FaultOf(name, _ => { }) is null, $"{name}: {FaultOf(name, _ => { })}");
            Assert.Null(FaultOf(name, message =>
            {
                message["version"] = "1.7";
                message["later"] = new JsonObject();
            }));
        }
    }

    [Fact]
    public void A_wrong_message_is_refused_with_the_place_of_the_fault()
    {
        Assert.Equal("readings: seq is missing", FaultOf("readings.values", json => json.Remove("seq")));
        Assert.Equal("readings: seq is less than 1", FaultOf("readings.values", json => json["seq"] = 0));
        Assert.Contains("seq is more than", FaultOf("readings.values", json => json["seq"] = 9_007_199_254_740_993), StringComparison.Ordinal);
        Assert.Contains("lane is none of", FaultOf("readings.values", json => json["lane"] = "slow"), StringComparison.Ordinal);
        Assert.Contains("epoch does not match", FaultOf("readings.values", json => json["epoch"] = "K3F6X2QA"), StringComparison.Ordinal);
        Assert.Contains("epoch does not match", FaultOf("readings.values", json => json["epoch"] = "k3f6x2qa\n"), StringComparison.Ordinal);
        Assert.Contains("readings has too few items", FaultOf("readings.values", json => json["readings"] = new JsonArray()), StringComparison.Ordinal);
        Assert.Contains("readings[0] has too few items", FaultOf("readings.values", json => json["readings"]![0] = new JsonArray("a/b", 0)),
            StringComparison.Ordinal);
        Assert.Contains("readings[0] has too few items", FaultOf("readings.values", json => json["readings"]![0] = new JsonArray("a/b", 0, null)),
            StringComparison.Ordinal);
        Assert.Contains("readings[0][1] is not integer", FaultOf("readings.values", json => json["readings"]![0] = new JsonArray("a/b", 0.5, 1)),
            StringComparison.Ordinal);
        Assert.Contains("readings[0][3] does not match", FaultOf("readings.values", json => json["readings"]![0] = new JsonArray("a/b", 0, 1, "X:timeout")),
            StringComparison.Ordinal);
        Assert.Contains("alarm.occurrence is missing", FaultOf("alarm.raised", json => json["alarm"]!.AsObject().Remove("occurrence")),
            StringComparison.Ordinal);
        Assert.Contains("heartbeat.lanes: the name slow", FaultOf("heartbeat.standing", json => json["heartbeat"]!["lanes"]!["slow"] = new JsonObject()),
            StringComparison.Ordinal);
        Assert.Contains("manifest.chain is missing", FaultOf("manifest.live", json => json["manifest"]!.AsObject().Remove("chain")), StringComparison.Ordinal);
        Assert.Contains("manifest.coverage.outlet/point0 has too few",
            FaultOf("manifest.live", json => json["manifest"]!["coverage"]!["outlet/point0"] = new JsonArray(1, 2)), StringComparison.Ordinal);
        Assert.Contains("sends.readings fits none", FaultOf("birth.all", json => json["sends"]!["readings"] = "some"), StringComparison.Ordinal);
        Assert.NotNull(FaultOf("event.operator", json => json["kind"] = "correction"));
        Assert.Equal("kind is missing", FaultOf("readings.values", json => json.Remove("kind")));
    }

    [Fact]
    public void A_kind_that_nobody_knows_yet_needs_only_its_envelope()
    {
        Assert.Null(FaultOf("readings.values", json => json["kind"] = "spectrum"));
        Assert.Contains("seq is missing", FaultOf("readings.values", json =>
        {
            json["kind"] = "spectrum";
            json.Remove("seq");
        }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_schema_with_a_keyword_that_is_not_known_is_refused_instead_of_half_checked() =>
        Assert.Contains("uniqueItems", Assert.Throws<InvalidDataException>(() => new SchemaCheck(
            new Dictionary<string, string>(JsonSchemas.All) { ["more.json"] = """{"uniqueItems":true}""" })).Message, StringComparison.Ordinal);

    private static string? FaultOf(string sample, Action<JsonObject> change)
    {
        var json = JsonNode.Parse(Samples.All[sample])!.AsObject();
        change(json);
        return _check.FaultOf(JsonSerializer.SerializeToElement(json));
    }
}
