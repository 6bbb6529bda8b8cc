using System.Globalization;
using System.Reflection;

namespace Gateway.Hosting;

/// <summary>The program's version as births, status and <c>--version</c> say it.</summary>
internal static class ProgramVersion
{
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>The day on which this version was built, at its beginning in UTC. The project file writes it into the assembly, so it is right wherever the
    /// assembly lies, also inside a single-file program, and whatever time a copy of the file was given.</summary>
    public static DateTimeOffset Built { get; } = DateTimeOffset.ParseExact(
        typeof(ProgramVersion).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == "BuiltOn").Value!,
        "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
