using Gateway.Core.Documents;
using Gateway.Core.Profiles;

namespace Gateway.Core.Site;

/// <summary>Makes devices with their points and alarms.</summary>
internal sealed class DeviceCompiler(SourceFile file, ProblemList problems, MapNode root, IReadOnlyList<BusModel> buses, ProfileShelf shelf)
{
    private readonly DeviceIdentity _identity = new(file, problems);

    public List<DeviceModel> Devices { get; } = [];

    public List<PointModel> Points { get; } = [];

    public List<AlarmModel> Alarms { get; } = [];

    public void Compile()
    {
        foreach (var entry in root.Entries("devices"))
            if (entry.Value is MapNode map) Compile(entry, map);
    }

    private void Compile(MapEntry entry, MapNode map)
    {
        var bus = Bus(map);
        var packs = Packs(map);
        var profile = map.Scalar("profile") is { } name && shelf.Profile(file, name) is { } found
            ? new ProfileChoice(file, problems).Form(found, entry, map)
            : null;
        if (profile is null) return;
        var choices = SlotParser.Read(file, problems, profile, map.Map("channels"));
        var units = new UnitStatementParser(file, problems, profile.Configure(choices).Points).Read(map.Map("units"));
        var configured = profile.Configure(choices, units);
        if (configured.Points.Count == 0 && map.Find("channels") is null)
        {
            string slot = profile.Channels.Count > 0 ? profile.Channels[0].SlotNames.First() : "ai1";
            problems.Add(file.Problem(SiteProblems.NoPoints, entry.Key.Span, entry.Name, slot));
        }
        WarnOfOpenUnits(entry, configured);
        CheckPeriods(entry, map, configured);
        var alarms = new AlarmCompiler(file, problems, entry, configured.Points, profile).Alarms(packs, Devices.Count, Points.Count).ToList();
        if (bus is null) return;
        var device = DeviceBuilder.Device(profile, configured, bus) with
        {
            Number = Devices.Count,
            Name = entry.Name,
            Label = LabelParser.Read(map["label"]) ?? profile.Label,
            Unit = _identity.Read(entry, map, profile, bus),
            Class = map.Text("class"),
            Points = [.. Enumerable.Range(Points.Count, configured.Points.Count)],
        };
        CheckFraming(map, profile, bus);
        foreach (var point in configured.Points) Points.Add(DeviceBuilder.Point(point, Points.Count, device.Number, device.Name, Every(map, point)));
        foreach (var alarm in alarms) Alarms.Add(alarm with { Number = Alarms.Count });
        Devices.Add(device with
        {
            Timeout = map.Duration("timeout") ?? device.Timeout,
            RequestGap = map.Duration("request_gap") ?? device.RequestGap,
        });
    }

    private void WarnOfOpenUnits(MapEntry entry, ProfileDevice configured)
    {
        ProfilePoint[] open = [.. configured.Points.Where(point => point.Decoding.IsUnconfirmed)];
        if (open.Length == 0) return;
        var choices = open.GroupBy(Choices, point => point.Name).Select(same => $"{string.Join(", ", same)} ({same.Key})");
        string statements = string.Join(", ", open.Select(point => $"{point.Name}: {Statement(point)}"));
        problems.Add(file.Problem(SiteProblems.UnitUnconfirmed, entry.Key.Span, entry.Name, string.Join(", ", choices), statements));
    }

    private static string Choices(ProfilePoint point) => point.UnitSetting is { Choices: { Count: > 0 } choices } ? string.Join(", ", choices) : point.Unit;

    private static string Statement(ProfilePoint point) => point.UnitSetting switch
    {
        { Codes.Count: > 1 } several => $"{{ unit: {point.Unit}, code: [{string.Join(", ", several.Codes.Select(_ => "…"))}] }}",
        { Codes.Count: 1 } => $"{{ unit: {point.Unit}, code: … }}",
        _ => point.Unit,
    };

    private BusModel? Bus(MapNode map)
    {
        if (map.Scalar("bus") is not { } name) return null;
        string[] known = [.. root.Entries("buses").Select(bus => bus.Name)];
        if (!known.Contains(name.Text))
        {
            problems.Add(file.Problem(SiteProblems.UnknownBus, name.Span, name.Text, string.Join(", ", known))
                with { Suggestion = Suggestion.For(name.Text, known) });
        }
        return buses.FirstOrDefault(bus => bus.Name == name.Text);
    }

    private List<(LimitPack, ScalarNode)> Packs(MapNode map)
    {
        var packs = new List<(LimitPack, ScalarNode)>();
        foreach (var name in map.Items("limits").OfType<ScalarNode>())
            if (shelf.Pack(file, name) is { } pack) packs.Add((pack, name));
        return packs;
    }

    /// <summary>A device with a serial port can stand behind a protocol gateway, so that MBAP reaches it all the same.</summary>
    private void CheckFraming(MapNode map, ProfileModel profile, BusModel bus)
    {
        if (profile.Scale is not null) return;
        if (profile.Framings.Contains(bus.Framing) || (bus.Framing == BusFraming.Mbap && profile.Framings.Contains(BusFraming.Rtu))) return;
        string speaks = string.Join(", ", profile.Framings.Select(Word));
        problems.Add(file.Problem(SiteProblems.BusUnfit, map["bus"]!.Span, profile.Name, bus.Name, speaks, Word(bus.Framing)));
    }

    private static string Word(BusFraming framing) => framing switch { BusFraming.Mbap => "tcp", BusFraming.Ascii => "ascii", _ => "rtu" };

    private void CheckPeriods(MapEntry entry, MapNode map, ProfileDevice configured)
    {
        string[] names = [.. configured.Points.Select(point => point.Name)];
        foreach (var period in map.Entries("every").Where(period => !names.Contains(period.Name)))
        {
            problems.Add(file.Problem(SiteProblems.UnknownPoint, period.Key.Span, entry.Name, period.Name, string.Join(", ", names))
                with { Suggestion = Suggestion.For(period.Name, names) });
        }
    }

    private static TimeSpan? Every(MapNode map, ProfilePoint point) => map["every"] is MapNode periods ? periods.Duration(point.Name) : map.Duration("every");
}
