using Gateway.Core.Documents;
using Gateway.Core.Documents.Shapes;
using Gateway.Core.Profiles;

namespace Gateway.Core.Site;

/// <summary>Fetches profiles and limit packs for one compilation, each once, and keeps the files that were used.</summary>
internal sealed class ProfileShelf(ProfileFolders folders, ProblemList problems)
{
    private readonly Dictionary<string, ProfileCompilation?> _profiles = [];
    private readonly Dictionary<string, LimitPack?> _packs = [];
    private readonly List<(string Name, SourceFile File)> _files = [];

    /// <summary>Files used, under names that do not depend on where they lie.</summary>
    public IReadOnlyList<(string Name, SourceFile File)> Files => _files;

    public IReadOnlyList<ProfileModel> Profiles =>
        [.. _profiles.Values.Select(one => one?.Model).OfType<ProfileModel>().OrderBy(model => model.Name, StringComparer.Ordinal)];

    /// <summary>A profile; null when there is none or it has errors, which are then reported.</summary>
    public ProfileModel? Profile(SourceFile site, ScalarNode name)
    {
        if (!_profiles.TryGetValue(name.Text, out var compiled))
        {
            compiled = folders.Profile(name.Text).Path is { } path ? ProfileCompiler.Compile(path, name.Text) : null;
            _profiles[name.Text] = compiled;
            problems.AddRange(compiled?.Problems ?? []);
            if (compiled?.File is { } file) _files.Add((name.Text, file));
        }
        if (compiled is null) ReportMissing(site, name);
        else if (compiled.Model is null) problems.Add(site.Problem(SiteProblems.ProfileBroken, name.Span, name.Text));
        return compiled?.Model;
    }

    public LimitPack? Pack(SourceFile site, ScalarNode name)
    {
        if (!_packs.TryGetValue(name.Text, out var pack))
        {
            var document = folders.Pack(name.Text).Path is { } path ? DocumentReader.Read(path, path, problems) : null;
            pack = document is null ? null : LimitPackCompiler.Compile(document, name.Text, problems);
            _packs[name.Text] = pack;
            if (document is not null) _files.Add(($"limits/{name.Text}", document.File));
        }
        if (pack is null && folders.Pack(name.Text).Path is null) ReportMissingPack(site, name);
        return pack;
    }

    private void ReportMissing(SourceFile site, ScalarNode name)
    {
        if (!ProfileFolders.IsProfileName(name.Text))
            problems.Add(site.Problem(SiteProblems.ProfileName, name.Span, ShapeCheck.Shortened(name.Text), ("profile", "设备模板"), "water/acme-ph200"));
        else if (folders.Profile(name.Text).LeadsOutOf is { } folder)
            problems.Add(site.Problem(SiteProblems.OutsideFolder, name.Span, name.Text, folder));
        else
            problems.Add(site.Problem(SiteProblems.ProfileNotFound, name.Span, name.Text) with { Suggestion = Nearest(name.Text) });
    }

    private void ReportMissingPack(SourceFile site, ScalarNode name)
    {
        if (!ProfileFolders.IsPackName(name.Text))
            problems.Add(site.Problem(SiteProblems.ProfileName, name.Span, ShapeCheck.Shortened(name.Text), ("limit pack", "限值包"), "gb-5749-2022"));
        else if (folders.Pack(name.Text).LeadsOutOf is { } folder)
            problems.Add(site.Problem(SiteProblems.OutsideFolder, name.Span, name.Text, folder));
        else
            problems.Add(site.Problem(AlarmProblems.PackNotFound, name.Span, name.Text, string.Join(", ", folders.PackNames()))
                with { Suggestion = Suggestion.For(name.Text, folders.PackNames()) });
    }

    /// <summary>A name nearly alike, or the same name in another folder.</summary>
    private string? Nearest(string name)
    {
        var names = folders.ProfileNames();
        string last = name[(name.LastIndexOf('/') + 1)..];
        return Suggestion.For(name, names) ?? names.FirstOrDefault(known => known.EndsWith($"/{last}", StringComparison.Ordinal));
    }
}
