using System.Text;
using Gateway.Core.Documents;
using Gateway.Core.Profiles;
using Gateway.Core.Site;
using Gateway.Tests.House;

namespace Gateway.Tests.Simulation;

/// <summary>A site with one device of one shipped profile, with every slot that can be in use together: some offer one register in two meanings.</summary>
internal static class ProfileSite
{
    private const byte UsualUnit = 7;

    private static readonly string _profiles = Path.Combine(Repository.Root, "firmware-profiles");

    /// <summary>Every profile; <c>name#variant</c> for each variant of those that have some.</summary>
    public static IEnumerable<string> Names { get; } =
    [
        .. Directory.EnumerateFiles(_profiles, "*.yaml", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(_profiles, file)[..^".yaml".Length])
            .Where(name => !name.StartsWith("limits/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .SelectMany(name => Load(name).Forms.Select(form => form.Variant is null ? name : $"{name}#{form.Variant}")),
    ];

    /// <summary>Those of scales with a weighing protocol of their own.</summary>
    public static IEnumerable<string> Scales { get; } =
        [.. Names.Where(name => Load(name.Split('#')[0]).IsScale)];

    /// <summary>A site with one scale on a bus.</summary>
    /// <param name="bus">What the bus says.</param>
    public static SiteModel OfScale(string profile, string bus)
    {
        string device = $"profile: {profile}, bus: line, every: 200ms";
        return Compile(Text(bus, device + UnitsOf(Compile(Text(bus, device)))));
    }

    /// <summary>Whether it can be put on a serial line.</summary>
    public static bool SpeaksRtu(string profile) => Form(profile).Framings.Contains(BusFraming.Rtu);

    /// <param name="port">Where its bus is on this machine.</param>
    public static SiteModel Of(string profile, int port)
    {
        var model = Form(profile);
        bool overTcp = model.Framings.Contains(BusFraming.Mbap);
        string scheme = overTcp ? "tcp" : model.Framings.Contains(BusFraming.Rtu) ? "rtu+tcp" : "ascii+tcp";
        return Compile(Text(model, $"connect: \"{scheme}://127.0.0.1:{port}\"", UsualUnit));
    }

    /// <summary>The same site with a scale as a text.</summary>
    public static string TextOfScale(string profile, string bus) => Text(bus, $"profile: {profile.Split('#')[0]}, bus: line, every: 200ms");

    /// <summary>The same site as a text.</summary>
    /// <param name="bus">What the bus says.</param>
    public static string TextOf(string profile, string bus, byte unit) => Text(Form(profile), bus, unit);

    private static ProfileModel Form(string profile)
    {
        string[] parts = profile.Split('#');
        return Load(parts[0]).Forms.Single(form => form.Variant == (parts.Length > 1 ? parts[1] : null));
    }

    private static string Text(ProfileModel form, string bus, byte unit)
    {
        var slots = form.Channels.SelectMany(SlotsOf).ToList();
        var clashing = ClashingPoints(Compile(Text(form, bus, unit, slots)));
        slots.RemoveAll(slot => clashing.Any(slot.Contains));
        return Text(form, bus, unit, slots, UnitsOf(Compile(Text(form, bus, unit, slots))));
    }

    /// <summary>What has to be said of units that are settings of the device.</summary>
    private static string UnitsOf(SiteModel site)
    {
        string units = string.Join(", ", site.Points.Where(point => point.Decoding.IsUnconfirmed).Select(point =>
            $"{point.Name}: {{ unit: \"{point.Unit}\"{(point.UnitSetting!.Codes is { Count: > 0 } codes ? $", code: [{string.Join(", ", codes.Select(_ => 1))}]" : "")} }}"));
        return units.Length == 0 ? "" : $", units: {{ {units} }}";
    }

    private static ProfileModel Load(string name)
    {
        var model = ProfileCompiler.Compile(Path.Combine(_profiles, name + ".yaml"), name).Model;
        Assert.NotNull(model);
        return model;
    }

    private static string Text(ProfileModel form, string bus, byte unit, IEnumerable<string> slots, string units = "")
    {
        string more = form.Variant is null ? "" : $", variant: {form.Variant}";
        if (form.ByteOrders.Count > 1) more += $", byte_order: {form.ByteOrders[^1]}";
        if (form.Start.Any(step => step.IsWrite)) more += ", init: true";
        string channels = string.Join(", ", slots);
        if (channels.Length > 0) more += $", channels: {{ {channels} }}";
        return Text(bus, $"profile: {form.Name}, bus: line, unit: {unit}, every: 200ms{more}{units}");
    }

    private static string Text(string bus, string device) =>
        $$"""
        site: { id: bench, name: Bench, timezone: Asia/Shanghai }
        buses: { line: { {{bus}} } }
        devices: { probe: { {{device}} } }
        buffer: { path: /nowhere }
        """;

    private static SiteModel Compile(string text)
    {
        var compiled = new SiteCompiler(_profiles, _ => null).CompileText("/nowhere/site.yaml", Encoding.UTF8.GetBytes(text));
        Assert.True(compiled.Model is not null, ProblemText.Render(compiled.Problems, "en"));
        return compiled.Model;
    }

    /// <summary>Points whose registers an earlier point has already.</summary>
    private static List<string> ClashingPoints(SiteModel site)
    {
        List<string> clashing = [];
        HashSet<(RegisterTable, int)> taken = [];
        foreach (var point in site.Points)
        {
            var range = point.Decoding.Reference.Range;
            var registers = Enumerable.Range(range.Address, range.Quantity).Select(address => (range.Table, address)).ToList();
            if (registers.Any(taken.Contains)) clashing.Add($"point: {point.Name}");
            else taken.UnionWith(registers);
        }
        return clashing;
    }

    private static IEnumerable<string> SlotsOf(ChannelTemplate channel) => channel.SlotNames.Select((slot, place) =>
    {
        var offered = channel.Quantities[place % channel.Quantities.Count];
        return $"{slot}: {{ quantity: {offered.Quantity}, point: {slot}_{offered.Quantity}{(channel.NeedsScale ? ", scale: 0.01" : "")} }}";
    });
}
