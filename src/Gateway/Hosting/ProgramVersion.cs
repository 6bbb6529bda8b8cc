using System.Reflection;

namespace Gateway.Hosting;

/// <summary>The program's version as births, status and <c>--version</c> say it.</summary>
internal static class ProgramVersion
{
    public static string Text { get; } = typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
