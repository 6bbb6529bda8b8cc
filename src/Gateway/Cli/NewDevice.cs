using Gateway.Core.Documents;
using Gateway.Core.Site;

namespace Gateway.Cli;

/// <summary>A device to be put into a site file.</summary>
/// <param name="Bus">Name of its bus in the file.</param>
/// <param name="NewBus">The bus itself, when the file does not have it yet; in flow style.</param>
/// <param name="Address">What tells it from others on the bus, such as <c>unit: 3</c>; null for a scale that is alone.</param>
internal sealed record NewDevice(string Name, string Profile, string Bus, string? NewBus, string? Address, string? Every)
{
    /// <summary>What is said of it beyond its profile and its place, such as <c>, variant: a</c>.</summary>
    public string Choices { get; init; } = "";

    /// <summary>Where the line settings of its new bus come from when nobody has given them; null when somebody has, or a scan found them.</summary>
    public Wording? AboutSettings { get; init; }

    /// <summary>In flow style, as the file gets it.</summary>
    public string Entry =>
        $"{{ profile: {Profile}, bus: {Bus}{(Address is { } address ? $", {address}" : "")}{Choices}{(Every is { } every ? $", every: {every}" : "")} }}";

    /// <returns>The site file's text with the device in it; null when the place was not found.</returns>
    public string? InsertedInto(string site)
    {
        string? text = NewBus is { } bus ? SiteEdit.Insert(site, "buses", Bus, bus) : site;
        return text is null ? null : SiteEdit.Insert(text, "devices", Name, Entry);
    }

    /// <summary>How the file describes a bus that it does not have yet.</summary>
    public static string EntryOf(BusModel bus) => bus.Transport == BusTransport.Serial
        ? $"{{ port: {bus.Address}, serial: {bus.Serial}{(bus.Framing == BusFraming.Ascii ? ", framing: ascii" : "")}{(bus.HasEcho ? ", echo: true" : "")} }}"
        : $"{{ connect: \"{bus.Display}\" }}";

    /// <summary>A name that no bus of the site has.</summary>
    public static string FreeName(IReadOnlyList<BusModel> buses) =>
        Enumerable.Range(1, buses.Count + 1).Select(number => $"bus{number}").First(name => buses.All(bus => bus.Name != name));
}
