using Gateway.Core.Documents;
using Gateway.Core.Profiles;

namespace Gateway.Cli;

/// <summary>One point of a profile.</summary>
/// <param name="Unit">UCUM code.</param>
/// <param name="Registers">Protocol address and PLC number; empty for a point of a scale.</param>
/// <param name="Type">How registers become the value, or which part of a scale's frame it is.</param>
/// <param name="OpenUnit">Whether the unit is a setting of the device that the site must say; null when it is not.</param>
internal sealed record ProfilePointLine(
    string Name, string Label, string LabelZh, string Quantity, string Unit, string Registers, string Type, string Order, string Every,
    ProfileUnitLine? OpenUnit = null)
{
    public static ProfilePointLine Of(ProfilePoint point)
    {
        if (point.Decoding.Weight is { } field)
        {
            return new ProfilePointLine(
                point.Name, point.Label.English, point.Label.In("zh-CN"), point.Quantity, point.Unit, "", WeightFieldText.Of(field), "",
                Durations.Text(point.Every), ProfileUnitLine.Of(point.UnitSetting));
        }
        var reference = point.Decoding.Reference;
        return new ProfilePointLine(
            point.Name, point.Label.English, point.Label.In("zh-CN"), point.Quantity, point.Unit, RegisterText.Of(reference.Range),
            RegisterTypeText.Of(reference.Type), reference.Range.IsBits ? "" : reference.Order.ToString(), Durations.Text(point.Every),
            ProfileUnitLine.Of(point.UnitSetting));
    }
}
