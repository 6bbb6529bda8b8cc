using System.CommandLine;
using Gateway.Core.Documents.Shapes;

namespace Gateway.Cli;

/// <summary><c>envgw schema print site|profile|limits</c>: the JSON Schema of a kind of file, for editors.</summary>
internal static class SchemaVerb
{
    private static readonly Argument<FileKind> _kind = new("kind") { Description = $"One of {string.Join(", ", Enum.GetNames<FileKind>()).ToLowerInvariant()}." };

    public static Command Create()
    {
        var print = new Command("print", "Print the JSON Schema (2020-12) of a kind of file.") { _kind };
        print.SetAction(parsed =>
        {
            CommandContext.From(parsed).Out.Write(SchemaDocument.For(parsed.GetRequiredValue(_kind)));
            return ExitCode.Fine;
        });
        return new Command("schema", "Schemas of the files a technician writes.") { print };
    }
}
