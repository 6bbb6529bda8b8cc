using System.CommandLine;
using Gateway.Core.Commissioning;
using Gateway.Core.Profiles;

namespace Gateway.Cli.Commissioning;

/// <summary>What profiles mark as never to be written, for the device that a command is about.</summary>
internal static class ForbiddenRegisters
{
    /// <summary>Why a write is not made, and what the command returns.</summary>
    internal sealed record Refused(BusTrouble? Kind, int ExitCode);

    /// <param name="unit">Null for a broadcast, which reaches every device of the bus.</param>
    /// <param name="named">Profiles that the command line names.</param>
    /// <returns>Null when nothing forbids the write.</returns>
    public static Refused? Refusal(CommandContext context, ParseResult parsed, BusTarget target, byte? unit, RegisterRange wanted, IReadOnlyList<string> named)
    {
        var library = new ProfileLibrary(parsed.GetRequiredValue(SharedOptions.Config), SiteFiles.InstalledProfiles);
        List<(RegisterRange, string)> forbidden = [];
        foreach (string name in named.Concat(OnBus(target, unit)).Distinct())
        {
            if (library.Find(name)?.Compiled.Model is not { } profile)
            {
                context.Error.WriteLine(context.Say($"error: there is no sound profile '{name}'", $"错误：没有可用的设备模板 “{name}”"));
                context.Error.WriteLine(context.Say("next: envgw profile list", "下一步：envgw profile list"));
                return new Refused(null, ExitCode.ConfigurationInvalid);
            }
            forbidden.AddRange(NeverWritten(profile).Select(range => (range, profile.Name)));
        }
        return WriteGuard.Refusal(wanted, forbidden) is { } hit
            ? new Refused(new BusTrouble(BusProblems.NeverWritten, [$"{hit.Range}", hit.Profile]), ExitCode.ProblemsFound)
            : null;
    }

    private static IEnumerable<string> OnBus(BusTarget target, byte? unit) =>
        target is { Site: { } site, SiteBus: { } bus }
            ? site.Devices.Where(device => device.Bus == bus.Number && (unit is null || device.Unit == unit)).Select(device => device.ProfileName)
            : [];

    private static IEnumerable<RegisterRange> NeverWritten(ProfileModel profile) =>
        [.. profile.NeverWrite, .. profile.Variants.SelectMany(variant => variant.NeverWrite)];
}
