using Gateway.Core.Documents;
using Gateway.Core.Profiles.Units;
using Gateway.Core.Site;

namespace Gateway.Core.Profiles;

/// <summary>Reads what a profile says of units that are settings of the device.</summary>
internal sealed class UnitSettingCompiler(SourceFile file, ProblemList problems, RegisterParser registers)
{
    /// <summary>What says the unit otherwise.</summary>
    private static readonly string[] _tellUnit = ["unit_from", "scale_from", "needs_scale"];

    /// <summary>What is left open of the unit; null when nothing.</summary>
    /// <param name="map">A point, or one of the quantities that a template offers.</param>
    /// <param name="template">The template, or the point itself.</param>
    /// <param name="unit">The point's own unit.</param>
    public UnitSetting? Setting(MapNode map, MapNode template, string unit)
    {
        var setting = map.Find("unit_setting");
        var code = map["unit_code"] ?? template["unit_code"];
        if (setting is null && code is null) return null;
        if (setting is not null) Check(setting, map, template, unit);
        // The factor that a site gives leads to the unit; the codes then only tell of a change.
        bool isScaled = template.Flag("needs_scale") ?? false;
        IEnumerable<Node> places = code is ListNode list ? list.Items : code is null ? [] : [code];
        string[] choices = isScaled ? [unit] : [.. map.Items("unit_setting").OfType<ScalarNode>().Select(word => word.Text)];
        return new UnitSetting(choices, [.. places.Select(place => registers.Source(place)).OfType<RegisterReference>()], !isScaled);
    }

    private void Check(MapEntry setting, MapNode map, MapNode template, string unit)
    {
        foreach (string other in _tellUnit.Where(other => (map.Find(other) ?? template.Find(other)) is not null))
            problems.Add(file.Problem(UnitProblems.SettingUnfit, setting.Key.Span, setting.Name, other));
        foreach (var word in map.Items("unit_setting").OfType<ScalarNode>().Where(word => UnitConversion.Linear(word.Text, unit) is null))
            problems.Add(file.Problem(ProfileProblems.NoConversion, word.Span, word.Text, unit.Length == 0 ? "-" : unit)
                with { Suggestion = UnitSpelling.Meant(word.Text) });
    }
}
