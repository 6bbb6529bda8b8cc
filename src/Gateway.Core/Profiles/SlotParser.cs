using Gateway.Core.Documents;

namespace Gateway.Core.Profiles;

/// <summary>Reads which slots of a device measure what, for a site or for a profile's test.</summary>
internal static class SlotParser
{
    public static IReadOnlyList<SlotChoice> Read(SourceFile file, ProblemList problems, ProfileModel profile, MapNode? slots)
    {
        var choices = new List<SlotChoice>();
        var names = profile.Points.Select(point => point.Name).ToHashSet();
        foreach (var entry in slots?.Entries ?? [])
        {
            if (profile.Channels.FirstOrDefault(channel => channel.SlotNames.Contains(entry.Name)) is not { } template)
            {
                string known = profile.Channels.Count == 0
                    ? "-"
                    : string.Join(", ", profile.Channels.Select(channel =>
                        channel.Slots == 1 ? channel.Name : $"{channel.SlotNames.First()}…{channel.SlotNames.Last()}"));
                problems.Add(file.Problem(ProfileProblems.UnknownSlot, entry.Key.Span, entry.Name, known));
                continue;
            }
            if (Choice(entry) is not { } choice) continue;
            var quantity = entry.Value is MapNode map ? map["quantity"]! : entry.Value;
            if (template.Offer(choice.Quantity) is null)
            {
                string[] offered = [.. template.Quantities.Select(one => one.Quantity)];
                problems.Add(file.Problem(ProfileProblems.NotOffered, quantity.Span, choice.Slot, choice.Quantity, string.Join(", ", offered))
                    with { Suggestion = Suggestion.For(choice.Quantity, offered) });
                continue;
            }
            if (PointCompiler.ReservedNames.Contains(choice.Point)) problems.Add(file.Problem(ProfileProblems.ReservedName, entry.Value.Span, choice.Point));
            if (template.NeedsScale && choice.Scale is null)
                problems.Add(file.Problem(ProfileProblems.ScaleNeeded, entry.Value.Span, choice.Slot, choice.Quantity));
            else if (names.Add(choice.Point)) choices.Add(choice);
            else problems.Add(file.Problem(ProfileProblems.DuplicatePoint, quantity.Span, choice.Point));
        }
        return choices;
    }

    private static SlotChoice? Choice(MapEntry entry)
    {
        if (entry.Value is ScalarNode { Kind: not ScalarKind.Null } scalar) return new SlotChoice(entry.Name, scalar.Text, scalar.Text, null);
        if (entry.Value is not MapNode map || map.Text("quantity") is not { } quantity) return null;
        var scale = map.Decimal("scale") is { } factor ? DecimalFactor.From(factor) : (DecimalFactor?)null;
        return new SlotChoice(entry.Name, quantity, map.Text("point") ?? quantity, LabelParser.Read(map["label"]), scale);
    }
}
