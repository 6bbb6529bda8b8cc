using System.Globalization;
using Gateway.Core.Acquisition.Decoding;
using Gateway.Core.Documents;
using Gateway.Core.Readings;
using Gateway.Core.Site;

namespace Gateway.Core.Profiles;

/// <summary>Runs a profile's tests through the decoder that polls use, and compares exactly.</summary>
internal static class ProfileTestRunner
{
    public static IEnumerable<ProfileTestResult> Run(ProfileModel profile, SourceFile file)
    {
        foreach (var test in profile.Tests)
        {
            var failures = new ProblemList();
            Run(profile, test, file, failures);
            yield return new ProfileTestResult(profile.Variant, test.Number, test.Name, test.Expectations.Count, failures.Sorted());
        }
    }

    private static void Run(ProfileModel profile, ProfileTest test, SourceFile file, ProblemList problems)
    {
        var (device, points) = Build(test.Order is { } order ? profile.In(order) : profile, test);
        if (profile.Scale is not null)
        {
            RunFrames(device, points, test, file, problems);
            return;
        }
        var image = RegisterImage.Of(device, test.Registers.Select(given => (given.Range, Bytes(given))), 0);
        var readings = new DeviceDecoder(device, points, image).Decode();
        foreach (var expected in test.Expectations)
        {
            int at = points.FindIndex(point => point.Name == expected.Point);
            if (at < 0) continue;
            if (Lacking(device, points[at], image) is { } lacking)
            {
                problems.Add(file.Problem(ProfileProblems.TestLacksRegisters, expected.Span, test.Number, expected.Point, lacking));
                continue;
            }
            Compare(test, expected, readings[at], file, problems);
        }
    }

    private static void RunFrames(DeviceModel device, List<PointModel> points, ProfileTest test, SourceFile file, ProblemList problems)
    {
        if (test.Frames is not { } frames) return;
        if (FrameTest.Readings(device, points, frames) is not { } readings)
        {
            problems.Add(file.Problem(ScaleProblems.NoReport, frames.Span, test.Number));
            return;
        }
        foreach (var expected in test.Expectations)
            if (points.FindIndex(point => point.Name == expected.Point) is >= 0 and var at) Compare(test, expected, readings[at], file, problems);
    }

    private static void Compare(ProfileTest test, TestExpectation expected, Reading reading, SourceFile file, ProblemList problems)
    {
        string wanted = Text(expected), read = Text(reading);
        if (wanted != read) problems.Add(file.Problem(ProfileProblems.TestFailed, expected.Span, test.Number, expected.Point, wanted, read));
    }

    /// <summary>A device as the profile describes it, standing alone.</summary>
    private static (DeviceModel Device, List<PointModel> Points) Build(ProfileModel profile, ProfileTest test)
    {
        var configured = profile.Configure(test.Slots, test.Units);
        var points = configured.Points.Select((point, number) => DeviceBuilder.Point(point, number, 0, "test", null)).ToList();
        var device = DeviceBuilder.Alone(profile, configured) with { Points = [.. points.Select(point => point.Number)] };
        return (device, points);
    }

    private static ReadOnlyMemory<byte> Bytes(TestRegisters given)
    {
        byte[] bytes = new byte[RegisterImage.ByteLength(given.Range)];
        for (int i = 0; i < given.Words.Count; i++)
        {
            if (given.Range.IsBits) bytes[i / 8] |= (byte)((given.Words[i] & 1) << (i % 8));
            else (bytes[2 * i], bytes[(2 * i) + 1]) = ((byte)(given.Words[i] >> 8), (byte)given.Words[i]);
        }
        return bytes;
    }

    private static string? Lacking(DeviceModel device, PointModel point, RegisterImage image)
    {
        IEnumerable<RegisterReference> needed =
        [
            .. point.Decoding.References(),
            .. device.StatusWords.Where(word => StatusJudge.Judges(word, point)).Select(word => word.Reference),
        ];
        var missing = needed.FirstOrDefault(reference => !image.TryFind(WireTable.Of(device, reference.Range), out _));
        return missing is null ? null : RegisterText.Of(missing.Range);
    }

    private static string Text(TestExpectation expected) => Text(expected.Number, expected.Text, expected.Quality);

    private static string Text(Reading reading) =>
        Text(reading.Kind is ValueKind.Number or ValueKind.Boolean ? reading.Number : null, reading.Kind == ValueKind.Text ? reading.Text : null,
            reading.Quality);

    private static string Text(double? number, string? text, Quality quality)
    {
        string value = text is not null ? $"\"{text}\"" : number?.ToString("R", CultureInfo.InvariantCulture) ?? "-";
        return quality.IsGood ? value : $"{value} ({quality})";
    }
}
