using System.Globalization;
using System.Text;
using Gateway.Core.Documents;
using Gateway.Core.Readings;

namespace Gateway.Core.Profiles;

/// <summary>Reads a profile's tests.</summary>
/// <param name="declared">Names of all points the file speaks of, also of those that could not be made.</param>
internal sealed class ProfileTestCompiler(
    SourceFile file, ProblemList problems, RegisterParser registers, ProfileModel profile, IReadOnlyCollection<string> declared)
{
    public ProfileTest? Test(int number, Node node)
    {
        if (node is not MapNode map) return null;
        var slots = SlotParser.Read(file, problems, profile, map.Map("channels"));
        var configured = profile.Configure(slots).Points;
        string[] points = [.. configured.Select(point => point.Name)];
        CheckKind(number, map);
        ByteOrder? order = ByteOrderText.TryParse(map.Text("byte_order"), out var written) ? written : null;
        if (order is null && profile.ByteOrders.Count > 1)
        {
            var span = map.Find("registers")?.Key.Span ?? map.Span;
            problems.Add(file.Problem(ProfileProblems.TestLacksOrder, span, number, string.Join(", ", profile.ByteOrders)));
        }
        return new ProfileTest(
            number, map.Text("name") ?? "", slots, Registers(map),
            [.. map.Entries("expect").Select(entry => Expectation(entry, points)).OfType<TestExpectation>()], order)
        {
            Units = new UnitStatementParser(file, problems, configured).Read(map.Map("units")),
            Frames = Frames(map),
        };
    }

    /// <summary>Registers for a Modbus device, frames for a scale.</summary>
    private void CheckKind(int number, MapNode test)
    {
        string[] wrong = !profile.IsScale ? ["frames", "text", "held"] : ["registers", "channels"];
        var (device, instead) = !profile.IsScale ? (new Wording("Modbus device", " Modbus 设备"), "registers") : (new Wording("scale", "秤"), "frames");
        foreach (string key in wrong)
            if (test.Find(key) is { } found) problems.Add(file.Problem(ScaleProblems.TestUnfit, found.Key.Span, number, key, device, instead));
    }

    private TestFrames? Frames(MapNode test)
    {
        if (!profile.IsScale || (test.Scalar("frames") ?? test.Scalar("text")) is not { } sent) return null;
        byte[] bytes = test.Find("frames") is null
            ? Encoding.Latin1.GetBytes(sent.Text)
            : [.. sent.Text.Split(' ').Select(pair => byte.TryParse(pair, NumberStyles.AllowHexSpecifier, null, out byte one) ? one : (byte)0)];
        return new TestFrames(bytes, test.Duration("held") ?? TimeSpan.Zero, sent.Span);
    }

    private List<TestRegisters> Registers(MapNode test)
    {
        var given = new List<TestRegisters>();
        foreach (var entry in test.Entries("registers"))
        {
            if (entry.Value is not ScalarNode words || registers.Address(entry.Key) is not { } place) continue;
            ushort[] values = [.. words.Text.Split(' ').Select(Word).OfType<ushort>()];
            if (values.Length == 0) continue;
            if (place.Address + values.Length > 65536)
            {
                problems.Add(file.Problem(ProfileProblems.AddressRange, entry.Key.Span, entry.Name));
                continue;
            }
            var range = new RegisterRange(place.Table, (ushort)place.Address, (ushort)values.Length);
            if (given.Exists(other => other.Range.Table == range.Table && other.Range.Address < range.End && range.Address < other.Range.End))
                problems.Add(file.Problem(ProfileProblems.TestOverlap, entry.Key.Span, RegisterText.Of(range)));
            else given.Add(new TestRegisters(range, values));
        }
        return given;
    }

    private static ushort? Word(string text) => ushort.TryParse(text, NumberStyles.AllowHexSpecifier, null, out ushort word) ? word : null;

    private TestExpectation? Expectation(MapEntry entry, string[] points)
    {
        if (!points.Contains(entry.Name))
        {
            if (declared.Contains(entry.Name)) return null;
            problems.Add(file.Problem(ProfileProblems.UnknownPoint, entry.Key.Span, entry.Name, string.Join(", ", points))
                with { Suggestion = Suggestion.For(entry.Name, points) });
            return null;
        }
        var quality = Quality.Good;
        var value = entry.Value as ScalarNode;
        if (entry.Value is MapNode map)
        {
            if (map.Scalar("quality") is not { } word) return null;
            value = map.Scalar("value");
            if (!QualityText.TryParse(word.Text, out quality))
            {
                problems.Add(file.Problem(ProfileProblems.ReasonMissing, word.Span, word.Text, string.Join(", ", QualityText.Reasons)));
                return null;
            }
        }
        return value?.Kind switch
        {
            null => new TestExpectation(entry.Name, null, null, quality, entry.Value.Span),
            ScalarKind.Text => new TestExpectation(entry.Name, null, value.Text, quality, value.Span),
            ScalarKind.Boolean => new TestExpectation(entry.Name, value.Text[0] is 't' or 'T' ? 1 : 0, null, quality, value.Span),
            _ => new TestExpectation(entry.Name, value.AsNumber(), null, quality, value.Span),
        };
    }
}
