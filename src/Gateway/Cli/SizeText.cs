using System.Globalization;

namespace Gateway.Cli;

/// <summary>Sizes in the units that site files use, each 1024 of the one before: <c>640 KB</c>, <c>18.2 MB</c>, <c>2 GB</c>.</summary>
internal static class SizeText
{
    private static readonly string[] _units = ["KB", "MB", "GB", "TB"];

    public static string Of(long bytes)
    {
        double size = bytes / 1024.0;
        int unit = 0;
        for (; size >= 1024 && unit < _units.Length - 1; unit++) size /= 1024;
        return string.Create(CultureInfo.InvariantCulture, $"{size:0.#} {_units[unit]}");
    }
}
