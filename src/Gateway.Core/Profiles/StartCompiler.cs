using System.Globalization;
using Gateway.Core.Documents;

namespace Gateway.Core.Profiles;

/// <summary>Reads what a device needs before it measures, how it says that it has measured, and what no command may write to it.</summary>
internal sealed class StartCompiler(SourceFile file, ProblemList problems, RegisterParser registers)
{
    public ProfileModel With(ProfileModel model, MapNode modbus)
    {
        RegisterRange[] never = [.. modbus.Items("never_write").Select(node => registers.Range(node)).OfType<RegisterRange>()];
        return model with
        {
            NeverWrite = never,
            Start = [.. modbus.Items("start").OfType<MapNode>().Select(map => Step(map, never)).OfType<StartStep>()],
            Ready = Ready(modbus.Map("ready")),
        };
    }

    private ReadyCheck? Ready(MapNode? map)
    {
        if (map is null || registers.Reference(map, new RegisterParser.Wanted(RegisterType.UInt16)) is not { } reference) return null;
        return map.Number("equals") is { } expected ? new ReadyCheck(reference, expected) : null;
    }

    private StartStep? Step(MapNode map, RegisterRange[] never)
    {
        var pause = map.Duration("pause") ?? TimeSpan.Zero;
        if (map.Scalar("write") is not { } written)
            return registers.Range(map, least: 0) is { } asked ? new StartStep(StartAction.Read, asked, [], pause, null) : null;
        if (registers.Address(written) is not { } place || Values(map) is not { } values) return null;
        bool isSingle = map.Find("value") is not null;
        bool fits = place.Table is RegisterTable.HoldingRegister || (place.Table is RegisterTable.Coil && isSingle && values[0] <= 1);
        if (!fits || place.Address + values.Length > 65536)
        {
            problems.Add(file.Problem(ProfileProblems.CannotWrite, written.Span, written.Text));
            return null;
        }
        var range = new RegisterRange(place.Table, (ushort)place.Address, (ushort)values.Length);
        if (Array.Exists(never, one => one.Table == range.Table && one.Address < range.End && range.Address < one.End))
            problems.Add(file.Problem(ProfileProblems.NeverWritten, written.Span, RegisterText.Of(range)));
        return new StartStep(isSingle ? StartAction.WriteSingle : StartAction.WriteMultiple, range, values, pause, map.Text("changes") ?? "");
    }

    private static ushort[]? Values(MapNode map)
    {
        if (map.Find("value") is not null) return map.Integer("value") is >= 0 and <= ushort.MaxValue and var value ? [(ushort)value] : null;
        string[] words = (map.Text("values") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return [.. words.Select(word => ushort.TryParse(word, NumberStyles.AllowHexSpecifier, null, out ushort one) ? one : (ushort)0)];
    }
}
