using Gateway.Core.Documents;
using Gateway.Core.Profiles.Units;
using Gateway.Core.Site;

namespace Gateway.Core.Profiles;

/// <summary>Reads what a site, or a profile's test, says of the units that a device is set to.</summary>
internal sealed class UnitStatementParser(SourceFile file, ProblemList problems, IReadOnlyList<ProfilePoint> points)
{
    /// <param name="units">The section: point to unit, or to <c>{ unit: …, code: … }</c>.</param>
    public IReadOnlyList<UnitStatement> Read(MapNode? units)
    {
        var statements = new List<UnitStatement>();
        foreach (var entry in units?.Entries ?? [])
        {
            if (points.FirstOrDefault(point => point.Name == entry.Name) is not { } point)
            {
                string[] known = [.. points.Select(one => one.Name)];
                problems.Add(file.Problem(ProfileProblems.UnknownPoint, entry.Key.Span, entry.Name, string.Join(", ", known))
                    with { Suggestion = Suggestion.For(entry.Name, known) });
            }
            else if (point.UnitSetting is not { } setting)
                problems.Add(file.Problem(UnitProblems.NothingOpen, entry.Key.Span, entry.Name, point.Unit.Length == 0 ? "-" : point.Unit));
            else if (Statement(point, setting, entry) is { } statement) statements.Add(statement);
        }
        return statements;
    }

    private UnitStatement? Statement(ProfilePoint point, UnitSetting setting, MapEntry entry)
    {
        var map = entry.Value as MapNode;
        var unit = map is null ? entry.Value as ScalarNode : map.Scalar("unit");
        if (unit is not null && !IsPossible(point, setting, unit)) return null;
        long[] codes = [.. map?["code"] is ListNode list ? list.Items.Select(item => item.AsInteger() ?? 0) : map?.Integer("code") is { } one ? [one] : []];
        bool isWhole = codes.Length == setting.Codes.Count;
        if (!isWhole)
        {
            string registers = setting.Codes.Count == 0 ? "-" : string.Join(", ", setting.Codes.Select(code => RegisterText.Of(code.Range)));
            problems.Add(file.Problem(UnitProblems.CodesNeeded, (map?.Find("code")?.Value ?? entry.Value).Span, point.Name, setting.Codes.Count, registers));
        }
        return isWhole ? new UnitStatement(point.Name, unit?.Text, codes) : null;
    }

    private bool IsPossible(ProfilePoint point, UnitSetting setting, ScalarNode unit)
    {
        bool isChoice = setting.Choices.Count == 0 || setting.Choices.Contains(unit.Text);
        if (isChoice && UnitConversion.Linear(unit.Text, point.Unit) is not null) return true;
        string choices = setting.Choices.Count == 0 ? point.Unit : string.Join(", ", setting.Choices);
        problems.Add(file.Problem(UnitProblems.NotSettable, unit.Span, point.Name, unit.Text, choices)
            with { Suggestion = UnitSpelling.MeantAmong(unit.Text, setting.Choices) });
        return false;
    }
}
