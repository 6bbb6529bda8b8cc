using System.Text;
using Gateway.Core.Documents;
using Gateway.Core.Profiles;
using Gateway.Core.Site;
using Gateway.Tests.House;

namespace Gateway.Tests.Simulation;

/// <summary>A site with one shipped profile, every slot in use. Slots that are two readings of the same registers, of which a real device has one, are on units of their own.</summary>
internal static class ProfileSite
{
    private static readonly string _profiles = Path.Combine(Repository.Root, "firmware-profiles");

    public static IEnumerable<string> Names { get; } =
    [
        .. Directory.EnumerateFiles(_profiles, "*.yaml", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(_profiles, file)[..^".yaml".Length])
            .Where(name => !name.StartsWith("limits/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    /// <param name="port">Where its bus is on this machine.</param>
    public static SiteModel Of(string profile, int port)
    {
        var model = ProfileCompiler.Compile(Path.Combine(_profiles, profile + ".yaml"), profile).Model;
        Assert.NotNull(model);
        bool overTcp = model.Framings.Contains(BusFraming.Mbap);
        string scheme = overTcp ? "tcp" : model.Framings.Contains(BusFraming.Rtu) ? "rtu+tcp" : "ascii+tcp";
        var units = Units(model).Select((slots, place) => $"probe{place}: {{ profile: {profile}, bus: line, unit: {7 + place}, every: 200ms{Channels(slots)} }}");
        string text =
            $$"""
            site: { id: bench, name: Bench, timezone: Asia/Shanghai }
            buses: { line: { connect: "{{scheme}}://127.0.0.1:{{port}}" } }
            devices: { {{string.Join(", ", units)}} }
            buffer: { path: /nowhere }
            """;
        var compiled = new SiteCompiler(_profiles, _ => null).CompileText("/nowhere/site.yaml", Encoding.UTF8.GetBytes(text));
        Assert.True(compiled.Model is not null, ProblemText.Render(compiled.Problems, "en"));
        return compiled.Model;
    }

    /// <summary>The slots in groups whose registers do not overlap; one empty group for a profile without slots.</summary>
    private static List<List<(string Text, RegisterRange Range)>> Units(ProfileModel model)
    {
        List<List<(string Text, RegisterRange Range)>> units = [[]];
        foreach (var slot in model.Channels.SelectMany(SlotsOf))
        {
            var unit = units.Find(taken => !taken.Exists(other => Overlap(other.Range, slot.Range)));
            if (unit is null) units.Add(unit = []);
            unit.Add(slot);
        }
        return units;
    }

    private static bool Overlap(RegisterRange a, RegisterRange b) => a.Table == b.Table && a.Address < b.End && b.Address < a.End;

    private static IEnumerable<(string Text, RegisterRange Range)> SlotsOf(ChannelTemplate channel) => channel.SlotNames.Select((slot, place) =>
    {
        var offered = channel.Quantities[place % channel.Quantities.Count];
        string name = $"{slot}_{offered.Quantity}";
        var range = channel.Point(place, offered, new SlotChoice(slot, offered.Quantity, name, null)).Decoding.Reference.Range;
        return ($"{slot}: {{ quantity: {offered.Quantity}, point: {name}{(channel.NeedsScale ? ", scale: 0.01" : "")} }}", range);
    });

    private static string Channels(List<(string Text, RegisterRange Range)> slots) =>
        slots.Count == 0 ? "" : $", channels: {{ {string.Join(", ", slots.Select(slot => slot.Text))} }}";
}
