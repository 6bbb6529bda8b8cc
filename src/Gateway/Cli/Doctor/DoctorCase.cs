using Gateway.Core.Site;
using Gateway.Hosting;

namespace Gateway.Cli.Doctor;

/// <summary>What the checks look at.</summary>
/// <param name="File">The site file.</param>
/// <param name="Service">What the running service says of itself; null when it cannot be asked.</param>
internal sealed record DoctorCase(CommandContext Context, string File, SiteModel Site, SiteSecrets Secrets, StatusReport? Service, TimeProvider Time);
