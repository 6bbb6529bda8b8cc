using System.CommandLine;
using Gateway.Core.Commissioning;
using Gateway.Core.Profiles;
using Gateway.Hosting;

namespace Gateway.Cli.Commissioning;

/// <summary>What profiles mark as never to be written, for the device that a command is about.</summary>
internal static class ForbiddenRegisters
{
    /// <summary>Why a write is not made, and what the command returns.</summary>
    internal sealed record Refused(BusTrouble? Kind, int ExitCode);

    /// <param name="unit">Null for a broadcast, which reaches every device of the bus.</param>
    /// <param name="named">Profiles that the command line names.</param>
    /// <returns>Null when nothing forbids the write.</returns>
    public static async Task<Refused?> RefusalAsync(
        CommandContext context, ParseResult parsed, BusTarget target, byte? unit, RegisterRange wanted, IReadOnlyList<string> named, CancellationToken cancel)
    {
        if (target.Site is null && File.Exists(target.SiteFile)) return NotKnown(context, target.SiteFile);
        var library = new ProfileLibrary(parsed.GetRequiredValue(SharedOptions.Config), SiteFiles.InstalledProfiles);
        List<(RegisterRange, string)> forbidden = [];
        foreach (string name in named.Concat(await AtPlaceAsync(target, unit, cancel)).Distinct())
        {
            if (library.Find(name)?.Compiled.Model is not { } profile)
            {
                context.Fail(($"there is no sound profile '{name}'", $"没有可用的设备模板 “{name}”"), next: "envgw profile list");
                return new Refused(null, ExitCode.ConfigurationInvalid);
            }
            forbidden.AddRange(NeverWritten(profile).Select(range => (range, profile.Name)));
        }
        return WriteGuard.Refusal(wanted, forbidden) is { } hit
            ? new Refused(new BusTrouble(BusProblems.NeverWritten, [$"{hit.Range}", hit.Profile]), ExitCode.ProblemsFound)
            : null;
    }

    /// <summary>A site file with mistakes says nothing of its devices, and nothing is not a permission.</summary>
    private static Refused NotKnown(CommandContext context, string siteFile)
    {
        context.Fail(($"{siteFile} has mistakes, so what must never be written is not known; nothing was written", $"{siteFile} 有错误，无法得知哪些寄存器不得写入；未写入"),
            next: $"envgw check {siteFile}");
        return new Refused(null, ExitCode.ConfigurationInvalid);
    }

    /// <summary>Profiles of the site's devices at this place, by whatever name of its host it was called.</summary>
    private static async Task<IReadOnlyList<string>> AtPlaceAsync(BusTarget target, byte? unit, CancellationToken cancel)
    {
        List<string> profiles = [];
        if (target.Site is not { } site) return profiles;
        foreach (var place in BusPlace.Of(site))
        {
            var bus = site.Buses.First(known => known.Name == place.Name);
            if (bus.Number != target.SiteBus?.Number && !await PlaceComparison.AreSameAsync(place, target.Bus, cancel)) continue;
            profiles.AddRange(site.Devices.Where(device => device.Bus == bus.Number && (unit is null || device.Unit == unit)).Select(device =>
                device.ProfileName));
        }
        return profiles;
    }

    private static IEnumerable<RegisterRange> NeverWritten(ProfileModel profile) =>
        [.. profile.NeverWrite, .. profile.Variants.SelectMany(variant => variant.NeverWrite)];
}
