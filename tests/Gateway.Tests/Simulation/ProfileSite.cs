using System.Text;
using Gateway.Core.Documents;
using Gateway.Core.Profiles;
using Gateway.Core.Site;
using Gateway.Tests.House;

namespace Gateway.Tests.Simulation;

/// <summary>A site with one device of one shipped profile, every slot in use.</summary>
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
        string slots = string.Join(", ", model.Channels.SelectMany(SlotsOf));
        string text =
            $$"""
            site: { id: bench, name: Bench, timezone: Asia/Shanghai }
            buses: { line: { connect: "{{scheme}}://127.0.0.1:{{port}}" } }
            devices: { probe: { profile: {{profile}}, bus: line, unit: 7, every: 200ms{{(slots.Length > 0 ? $", channels: {{ {slots} }}" : "")}} } }
            buffer: { path: /nowhere }
            """;
        var compiled = new SiteCompiler(_profiles, _ => null).CompileText("/nowhere/site.yaml", Encoding.UTF8.GetBytes(text));
        Assert.True(compiled.Model is not null, ProblemText.Render(compiled.Problems, "en"));
        return compiled.Model;
    }

    private static IEnumerable<string> SlotsOf(ChannelTemplate channel) => channel.SlotNames.Select((slot, place) =>
    {
        var offered = channel.Quantities[place % channel.Quantities.Count];
        return $"{slot}: {{ quantity: {offered.Quantity}, point: {slot}_{offered.Quantity}{(channel.NeedsScale ? ", scale: 0.01" : "")} }}";
    });
}
