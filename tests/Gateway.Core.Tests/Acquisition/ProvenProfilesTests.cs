using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Gateway.Core.Acquisition;
using Gateway.Core.Documents;
using Gateway.Core.Profiles;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Gateway.Core.Tests.Documents;
using Gateway.Core.Tests.Profiles;
using Gateway.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Core.Tests.Acquisition;

/// <summary>
/// Every test of every shipped profile becomes a device behind a real server, and the whole way from the site file over sockets to readings reads it back.
/// </summary>
public sealed class ProvenProfilesTests
{
    private const int UnitsOfBus = 200;

    [Fact]
    public async Task All_shipped_profiles_read_exactly_what_their_tests_say_from_a_server_made_of_their_facts()
    {
        var cases = Cases();
        Assert.True(cases.Count > 130, $"only {cases.Count} tests were found");
        await using var servers = new ProvenServers(cases.Chunk(UnitsOfBus));
        var site = Compile(cases, servers);
        var scans = Channel.CreateBounded<Scan>(new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.Wait });
        using var ending = new CancellationTokenSource();
        var room = new AcquisitionRoom(
            site, bus => BusClientFactory.Create(bus, TimeProvider.System), scans.Writer, TimeProvider.System, NullLogger<BusLoop>.Instance);
        var polling = room.RunAsync(ending.Token);
        var wrong = await ReadUntilRightAsync(site, cases, scans.Reader);
        await ending.CancelAsync();
        await polling;
        await room.DisposeAsync();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Values));
    }

    /// <summary>Takes readings until every expectation has been met; what is left when patience ends is wrong.</summary>
    private static async Task<Dictionary<string, string>> ReadUntilRightAsync(SiteModel site, List<ProvenDevice> cases, ChannelReader<Scan> scans)
    {
        var wrong = new Dictionary<string, string>();
        for (int i = 0; i < cases.Count; i++)
            foreach (var expected in cases[i].Test.Expectations)
                wrong[$"{site.Devices[i].Name}/{expected.Point}"] = $"{cases[i]}: no reading of {expected.Point}";
        using var patience = new CancellationTokenSource(Patience.Limit);
        try
        {
            while (wrong.Count > 0)
            {
                using var scan = await scans.ReadAsync(patience.Token);
                foreach (var reading in scan.Readings) Compare(site, cases, reading, wrong);
            }
        }
        catch (OperationCanceledException)
        {
            // What is still wrong is told by the caller.
        }
        return wrong;
    }

    private static void Compare(SiteModel site, List<ProvenDevice> cases, Reading reading, Dictionary<string, string> wrong)
    {
        var point = site.Points[reading.Point];
        var expected = cases[point.Device].Test.Expectations.FirstOrDefault(one => one.Point == point.Name);
        if (expected is null) return;
        double? number = reading.Kind is ValueKind.Number or ValueKind.Boolean ? reading.Number : null;
        string? text = reading.Kind == ValueKind.Text ? reading.Text : null;
        if ((number, text, reading.Quality) == (expected.Number, expected.Text, expected.Quality)) wrong.Remove(point.Id);
        else if (wrong.ContainsKey(point.Id))
            wrong[point.Id] = $"{cases[point.Device]}: {point.Name} read {number?.ToString("R", CultureInfo.InvariantCulture) ?? text ?? "-"} "
                + $"{reading.Quality}, "
                + $"expected {expected.Number?.ToString("R", CultureInfo.InvariantCulture) ?? expected.Text ?? "-"} {expected.Quality}";
    }

    private static List<ProvenDevice> Cases() =>
    [
        .. ShippedProfilesTests.Names().Select(row => row.Data)
            .Select(name => ProfileCompiler.Compile(Path.Combine(Repository.Profiles, $"{name}.yaml"), name).Model!)
            .Where(model => !model.IsScale)
            .SelectMany(profile => profile.Forms)
            .SelectMany(form => form.Tests.Select(test => new ProvenDevice(form, test))),
    ];

    private static SiteModel Compile(List<ProvenDevice> cases, ProvenServers servers)
    {
        var text = new StringBuilder("site: { id: proven }\nbuses:\n");
        for (int i = 0; i < servers.Ports.Count; i++) text.AppendLine($"  bus{i}: {{ connect: \"tcp://127.0.0.1:{servers.Ports[i]}\" }}");
        text.AppendLine("devices:");
        for (int i = 0; i < cases.Count; i++) text.AppendLine($"  d{i}: {cases[i].Site($"bus{i / UnitsOfBus}", (i % UnitsOfBus) + 1)}");
        var compiled = new SiteCompiler(Repository.Profiles, _ => null).CompileText("/nowhere/site.yaml", Encoding.UTF8.GetBytes(text.ToString()));
        Assert.True(compiled.Model is not null, ProblemText.Render(compiled.Problems, "en"));
        return compiled.Model;
    }
}
