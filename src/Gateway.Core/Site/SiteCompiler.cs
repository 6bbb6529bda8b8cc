using System.Buffers.Binary;
using System.Text;
using Gateway.Core.Documents;
using Gateway.Core.Documents.Shapes;

namespace Gateway.Core.Site;

/// <summary>From a site file, and the profiles and limit packs it names, to one checked immutable model.</summary>
/// <param name="installedProfiles">Folder of the profiles that came with the program. Those in the folder <c>profiles</c> beside the site file go
/// first.</param>
/// <param name="variable">The environment, for <c>${env:NAME}</c>: null for a variable that is not set.</param>
public sealed class SiteCompiler(string installedProfiles, Func<string, string?> variable)
{
    /// <summary>Reads and compiles. Never throws for what is in the files or missing: every mistake of every file is among the problems.</summary>
    /// <param name="sitePath">The site file; problems call it so.</param>
    public SiteCompilation Compile(string sitePath)
    {
        var problems = new ProblemList();
        return Compile(sitePath, DocumentReader.Read(sitePath, sitePath, problems), problems);
    }

    /// <summary>Compiles a text as if it stood at a path: an editor's unsaved text, a configuration about to be applied.</summary>
    public SiteCompilation CompileText(string sitePath, ReadOnlyMemory<byte> text)
    {
        var problems = new ProblemList();
        return Compile(sitePath, DocumentReader.Read(sitePath, text, problems), problems);
    }

    private SiteCompilation Compile(string sitePath, Document? document, ProblemList problems)
    {
        var plain = new PlainSecrets();
        if (document is null) return new SiteCompilation(null, problems.Sorted(), [], [], plain);
        document = document with { Root = new References(document.File, problems, variable).Expand(document.Root) };
        ShapeCheck.Run(document, SiteShape.File, ShapeProblems.Site, problems);
        string? data = (document.Root as MapNode)?.Map("buffer")?.Text("path");
        if (document.Root is not MapNode root || !document.IsWhole)
            return new SiteCompilation(null, problems.Sorted(), [], [document.File], plain) { DataFolder = data };

        var file = document.File;
        var shelf = new ProfileShelf(ProfileLibrary.FoldersOf(sitePath, installedProfiles), problems);
        string id = root.Map("site")?.Text("id") ?? "";
        string folder = Path.GetDirectoryName(Path.GetFullPath(sitePath)) ?? "/";
        var buses = new BusCompiler(file, problems).Buses(root);
        var devices = new DeviceCompiler(file, problems, root, buses, shelf);
        devices.Compile();
        var feeds = new FeedCompiler(file, problems, id, folder, plain).Feeds(root);
        var buffer = Buffer(root);
        CheckBuffer(file, root, buffer, devices.Points, problems);
        var model = new SiteModel
        {
            Id = id,
            Name = Profiles.LabelParser.Read(root.Map("site")?["name"]) ?? new LocalizedText(id),
            TimeZone = TimeZone(file, root, problems),
            Buses = new ScaleBusCompiler(file, problems, root).Resolve(buses, devices.Devices),
            Devices = devices.Devices,
            Points = devices.Points,
            Alarms = devices.Alarms,
            Feeds = feeds,
            Buffer = buffer,
            Digest = Digest([("site", file), .. shelf.Files]),
        };
        var shown = problems.Sorted().Select(problem => WithoutSecrets(problem, file, plain)).ToList();
        return new SiteCompilation(problems.HasErrors ? null : model, shown, shelf.Profiles, [file, .. shelf.Files.Select(one => one.File)],
            plain) { DataFolder = data };
    }

    private static BufferSettings Buffer(MapNode root)
    {
        var map = root.Map("buffer") ?? MapNode.Empty;
        var history = map.Map("history") ?? MapNode.Empty;
        var usual = new BufferSettings { Path = map.Text("path") ?? "/var/lib/envgw" };
        return usual with
        {
            Keep = map.Duration("keep") ?? usual.Keep,
            MaximumBytes = map.Size("maximum") ?? usual.MaximumBytes,
            CommitEvery = map.Duration("commit_every") ?? usual.CommitEvery,
            History = new HistorySettings
            {
                Keep = history.Duration("keep") ?? usual.History.Keep,
                MaximumBytes = history.Size("maximum") ?? usual.History.MaximumBytes,
            },
        };
    }

    /// <summary>Says so when the room will not last as long as is asked.</summary>
    private static void CheckBuffer(SourceFile file, MapNode root, BufferSettings buffer, List<PointModel> points, ProblemList problems)
    {
        const double BytesPerReading = 8;
        double perSecond = points.Sum(point => 1 / Math.Max(0.1, point.Every.TotalSeconds));
        if (perSecond == 0) return;
        double seconds = buffer.MaximumBytes / (perSecond * BytesPerReading);
        if (seconds >= buffer.Keep.TotalSeconds) return;
        var at = root.Map("buffer")?.Find("maximum")?.Value.Span ?? root.Find("buffer")?.Key.Span ?? TextSpan.Start;
        var lasts = TimeSpan.FromHours(Math.Max(1, Math.Floor(seconds / 3600)));
        string maximum = root.Map("buffer")?.Text("maximum") ?? "2GB";
        problems.Add(file.Problem(FeedProblems.SmallForKeep, at, maximum, Durations.Text(lasts), Durations.Text(buffer.Keep)));
    }

    private static string TimeZone(SourceFile file, MapNode root, ProblemList problems)
    {
        if (root.Map("site")?.Scalar("timezone") is not { } zone) return "UTC";
        if (TimeZoneInfo.TryFindSystemTimeZoneById(zone.Text, out _)) return zone.Text;
        problems.Add(file.Problem(SiteProblems.TimeZone, zone.Span, zone.Text));
        return "UTC";
    }

    /// <summary>Names and bytes of all files; where they lie does not count.</summary>
    private static string Digest(IEnumerable<(string Name, SourceFile File)> files)
    {
        var hash = new ContentDigest();
        byte[] length = new byte[8];
        foreach (var (name, file) in files)
        {
            hash.Append(Encoding.UTF8.GetBytes(name + "\0"));
            BinaryPrimitives.WriteInt64BigEndian(length, file.Bytes.Length);
            hash.Append(length);
            hash.Append(file.Bytes.Span);
        }
        return hash.End();
    }

    /// <summary>Passwords that stand in the file are not shown with their line.</summary>
    private static Problem WithoutSecrets(Problem problem, SourceFile file, PlainSecrets plain)
    {
        if (problem.File != file.Name || problem.SourceLine is not { } line
            || !plain.Values.Any(value => line.Contains(value, StringComparison.Ordinal))) return problem;
        string shown = plain.Values.Aggregate(line, (text, value) => text.Replace(value, new string('*', value.Length), StringComparison.Ordinal));
        return problem with { SourceLine = shown, Fix = null };
    }
}
