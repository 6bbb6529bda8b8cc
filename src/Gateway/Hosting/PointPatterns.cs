using System.IO.Enumeration;
using Gateway.Core.Site;

namespace Gateway.Hosting;

/// <summary>Points by pattern: <c>outlet/ph</c>, <c>outlet/*</c>, <c>*/ph</c>, or a device's name for all it has.</summary>
internal static class PointPatterns
{
    /// <summary>The points that any of the patterns names, in the site's order; all points when there is no pattern.</summary>
    /// <param name="unmatched">The first pattern that names no point; null when each names some.</param>
    public static IReadOnlyList<PointModel> Select(SiteModel site, IReadOnlyList<string> patterns, out string? unmatched)
    {
        unmatched = patterns.FirstOrDefault(pattern => !site.Points.Any(point => IsMatch(pattern, point.Id)));
        return patterns.Count == 0 ? site.Points : [.. site.Points.Where(point => patterns.Any(pattern => IsMatch(pattern, point.Id)))];
    }

    private static bool IsMatch(string pattern, string id) =>
        FileSystemName.MatchesSimpleExpression(pattern, id, ignoreCase: false)
        || (!pattern.Contains('/') && FileSystemName.MatchesSimpleExpression($"{pattern}/*", id, ignoreCase: false));
}
