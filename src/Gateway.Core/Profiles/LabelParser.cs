using Gateway.Core.Documents;
using Gateway.Core.Site;

namespace Gateway.Core.Profiles;

/// <summary>Reads a label: one text, or <c>{ en: …, zh: … }</c>.</summary>
internal static class LabelParser
{
    public static LocalizedText? Read(Node? node) => node switch
    {
        ScalarNode { Kind: not ScalarKind.Null } scalar => new LocalizedText(scalar.Text),
        MapNode map when map.Text("en") is { } english => new LocalizedText(english, map.Text("zh")),
        _ => null,
    };
}
