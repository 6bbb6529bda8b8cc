using Gateway.Core.Profiles;
using Gateway.Core.Readings;
using Gateway.Core.Tests.Documents;
using Gateway.Core.Tests.Profiles;
using Gateway.Fieldbus.Serial;

namespace Gateway.Core.Tests.Acquisition.Weighing;

/// <summary>Every scale that is shipped, read by the real room from a pseudo-terminal on which the frames of its profile's tests are said.</summary>
public sealed class ShippedScalesTests
{
    public static TheoryData<string> Scales() =>
        [.. ShippedProfilesTests.Names().Select(row => row.Data)
            .Where(name => File.ReadLines(Path.Combine(Repository.Profiles, $"{name}.yaml")).Contains("scale:"))];

    [Theory]
    [MemberData(nameof(Scales))]
    public async Task A_scale_reads_through_its_port_what_the_tests_of_its_profile_expect(string name)
    {
        foreach (var test in Model(name).Tests) await PlayAsync(name, test);
    }

    private static ProfileModel Model(string name) => ProfileCompiler.Compile(Path.Combine(Repository.Profiles, $"{name}.yaml"), name).Model!;

    private static async Task PlayAsync(string name, ProfileTest test)
    {
        using var folder = new Testing.TemporaryFolder();
        await using var line = new PtyTransport(folder["scale"]);
        await line.OpenAsync(CancellationToken.None);
        var scale = Model(name).Scale!;
        var player = new FramePlayer(line, scale, test.Frames!);
        string address = scale.IsAddressed && player.Address is { } named ? $", address: {named}" : "";
        await using var bench = ScaleBench.Run(
            $"port: {folder["scale"]}, serial: 9600-8N1", $"bin: {{ profile: {name}, bus: line, every: 100ms{address}{ProvenDevice.Units(test)} }}");

        using var stop = new CancellationTokenSource();
        var playing = player.RunAsync(stop.Token);
        await bench.UntilAsync(readings => test.Expectations.All(expected =>
            readings.TryGetValue($"bin/{expected.Point}", out var reading) && ScaleBench.Shown(reading) == Shown(expected)));
        await stop.CancelAsync();
        await playing;
    }

    private static string Shown(TestExpectation expected) => ScaleBench.Shown(
        expected.Text is { } text ? Reading.OfText(0, 0, text, expected.Quality)
        : expected.Number is { } number ? Reading.OfNumber(0, 0, number, expected.Quality)
        : Reading.Missing(0, 0, expected.Quality));
}
