using System.Text.Json.Nodes;
using Gateway.Core.Documents;

namespace Gateway.Core.Tests.Documents;

/// <summary>A document as other programs see it: JSON by the core schema of YAML 1.2.</summary>
internal static class NodeJson
{
    public static JsonNode? Of(Node node) => node switch
    {
        MapNode map => new JsonObject(map.Entries.Select(entry => KeyValuePair.Create(entry.Name, Of(entry.Value)))),
        ListNode list => new JsonArray([.. list.Items.Select(Of)]),
        ScalarNode scalar => Of(scalar),
        _ => null,
    };

    private static JsonValue? Of(ScalarNode scalar) => scalar.Kind switch
    {
        ScalarKind.Null => null,
        ScalarKind.Boolean => JsonValue.Create(scalar.Text[0] is 't' or 'T'),
        ScalarKind.Integer when CoreSchema.TryInteger(scalar.Text, out long whole) => JsonValue.Create(whole),
        ScalarKind.Integer or ScalarKind.Number when CoreSchema.TryNumber(scalar.Text, out double number) => JsonValue.Create(number),
        _ => JsonValue.Create(scalar.Text),
    };
}
