using Gateway.Core.Documents;
using Gateway.Core.Profiles;

namespace Gateway.Core.Site;

/// <summary>What a site says of a device beyond naming its profile: which variant it is, its byte order, and whether it may be started by writing.</summary>
internal sealed class ProfileChoice(SourceFile file, ProblemList problems)
{
    /// <summary>The profile as the device has it; null when the site leaves open what only it can know.</summary>
    public ProfileModel? Form(ProfileModel profile, MapEntry device, MapNode map)
    {
        if (Variant(profile, device, map) is not { } form) return null;
        if (ByteOrderText.TryParse(map.Text("byte_order"), out var order)) form = form.In(order);
        else if (form.ByteOrders.Count > 1)
        {
            problems.Add(file.Problem(SiteProblems.ByteOrderNeeded, device.Key.Span, device.Name, string.Join(", ", form.ByteOrders)));
            return null;
        }
        return Started(form, device, map);
    }

    private ProfileModel? Variant(ProfileModel profile, MapEntry device, MapNode map)
    {
        string known = string.Join(", ", profile.Variants.Select(one => one.Variant));
        if (map.Scalar("variant") is not { } chosen)
        {
            if (profile.Variants.Count == 0) return profile;
            problems.Add(file.Problem(SiteProblems.VariantNeeded, device.Key.Span, device.Name, known));
            return null;
        }
        if (profile.Variants.FirstOrDefault(one => one.Variant == chosen.Text) is { } form) return form;
        problems.Add(file.Problem(SiteProblems.UnknownVariant, chosen.Span, profile.Name, chosen.Text, known.Length == 0 ? "-" : known)
            with { Suggestion = Suggestion.For(chosen.Text, profile.Variants.Select(one => one.Variant!)) });
        return null;
    }

    /// <summary>Nothing is written to a device unless the site says so.</summary>
    private ProfileModel Started(ProfileModel form, MapEntry device, MapNode map)
    {
        bool writes = form.Start.Any(step => step.IsWrite);
        switch (map.Flag("init"))
        {
            case null when writes:
                string changes = string.Join("; ", form.Start.Where(step => step.IsWrite).Select(step => step.Changes));
                problems.Add(file.Problem(SiteProblems.StartNeedsLeave, device.Key.Span, device.Name, changes));
                break;
            case true when writes:
                return form;
            case true:
                problems.Add(file.Problem(SiteProblems.StartIsIdle, map.Find("init")!.Key.Span, form.Name));
                break;
        }
        return form with { Start = [.. form.Start.Where(step => !step.IsWrite)] };
    }
}
