using Gateway.Core.Profiles;
using Gateway.Core.Site;

namespace Gateway.Core.Documents.Shapes;

/// <summary>The shape of each kind of file.</summary>
internal static class FileShapes
{
    public static Shape Of(FileKind kind) => kind switch
    {
        FileKind.Site => SiteShape.File,
        FileKind.Profile => ProfileShape.File,
        _ => LimitPackShape.File,
    };

    /// <summary>The word for the kind in commands, schema identifiers and file names.</summary>
    public static string Name(FileKind kind) => kind switch
    {
        FileKind.Site => "site",
        FileKind.Profile => "profile",
        _ => "limits",
    };

    public static string Title(FileKind kind) => kind switch
    {
        FileKind.Site => "envgw site file",
        FileKind.Profile => "envgw device profile",
        _ => "envgw limit pack",
    };
}
