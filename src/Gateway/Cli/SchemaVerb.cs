using Gateway.Core.Documents.Shapes;

namespace Gateway.Cli;

/// <summary><c>envgw schema print site|profile|limits</c>: the JSON Schema of a kind of file, for editors.</summary>
internal static class SchemaVerb
{
    private static readonly VerbArgument<string> _kind =
        new("KIND", ("site, profile or limits.", "site（站点）、profile（设备模板）或 limits（限值包）。"), "site", "profile", "limits");

    public static Verb Create()
    {
        var print = new Verb("print", ("Print the JSON Schema (2020-12) of a kind of file.", "输出某类文件的 JSON Schema（2020-12）。"),
            new Example("envgw schema print site > site.schema.json", ("for the completion of an editor", "供编辑器补全使用")))
        {
            _kind,
        };
        print.SetAction(parsed =>
        {
            CommandContext.From(parsed).Out.Write(SchemaDocument.For(KindOf(parsed.GetRequiredValue(_kind))));
            return ExitCode.Fine;
        });
        return new Verb("schema", ("Schemas of the files a technician writes.", "技术人员所写文件的格式定义。")) { print };
    }

    private static FileKind KindOf(string word) => word switch
    {
        "site" => FileKind.Site,
        "profile" => FileKind.Profile,
        _ => FileKind.LimitPack,
    };
}
