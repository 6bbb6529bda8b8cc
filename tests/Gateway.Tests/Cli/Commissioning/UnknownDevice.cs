using System.Globalization;
using Gateway.Core.Commissioning;
using Gateway.Core.Profiles;
using Gateway.Core.Site;
using Gateway.Fieldbus.Serial;
using Gateway.Simulation;
using Gateway.Tests.Simulation;

namespace Gateway.Tests.Cli.Commissioning;

/// <summary>A device that nobody at the site knows: one of the shipped profiles, picked blindly, at a random unit and speed, with one value on its
/// display.</summary>
/// <param name="Profile">What it really is; <c>name#variant</c>.</param>
/// <param name="Point">The point on its display.</param>
/// <param name="Displays">What the display shows, one text after the other.</param>
internal sealed record UnknownDevice(string Profile, PointModel Point, byte Unit, SerialSettings Serial, IReadOnlyList<string> Displays)
{
    private const double LargestScale = 1000;

    /// <summary>The only speed at which a scan looks at all addresses at once.</summary>
    private const int UsualSpeed = 9600;

    public override string ToString() =>
        $"{Profile} {Point.Name} at {Point.Decoding.Reference.Range} {Point.Decoding.Reference.Type}, unit {Unit}, {Serial}, shows {string.Join(", ", Displays)}";

    /// <summary>Any of the shipped profiles whose device speaks RTU and shows a number.</summary>
    /// <param name="anywhere">At any unit and any speed; otherwise where a scan and a search come within a minute.</param>
    public static UnknownDevice Pick(Random random, bool anywhere)
    {
        string[] profiles = [.. ProfileSite.Names.Except(ProfileSite.Scales).Where(ProfileSite.SpeaksRtu)];
        while (true)
        {
            string profile = profiles[random.Next(profiles.Length)];
            var site = ProfileSite.Of(profile, port: 502);
            PointModel[] shown = [.. site.Points.Where(point => CanBeShown(site, point))];
            if (shown.Length == 0) continue;
            var point = shown[random.Next(shown.Length)];
            if (DisplaysOf(point, random) is not { } displays) continue;
            var (unit, serial) = Place(random, anywhere);
            return new UnknownDevice(profile, point, unit, serial, displays);
        }
    }

    /// <summary>A speed that a scan looks for, as a pseudo-terminal has nothing else, and an address.</summary>
    /// <param name="anywhere">Any; otherwise none below 9600, and at others than 9600 only the usual addresses: a scan comes to the rest last.</param>
    public static (byte Unit, SerialSettings Serial) Place(Random random, bool anywhere)
    {
        int[] speeds = [.. ScanPlan.Usual.Concat(ScanPlan.Rest).Select(serial => serial.BaudRate).Where(speed => anywhere || speed >= UsualSpeed).Distinct()];
        int speed = speeds[random.Next(speeds.Length)];
        byte last = anywhere || speed == UsualSpeed ? ScanPlan.LastUnit : ScanPlan.LastUsualUnit;
        return ((byte)random.Next(1, last + 1), new SerialSettings(speed));
    }

    /// <summary>A plain number in registers of its own, as a display shows it; what needs other registers beside it needs the manual too.</summary>
    private static bool CanBeShown(SiteModel site, PointModel point) => point.Decoding is
    {
        IsBoolean: false, IsText: false, Meanings: null, DecimalsFrom: null, FractionFrom: null, ScaleFrom: null, RangeFrom: null, SignFrom: null, Offset: 0,
        Reference: { Mask: null, Type: RegisterType.UInt16 or RegisterType.Int16 or RegisterType.Float32 or RegisterType.UInt32 or RegisterType.Int32 },
    }
        && IsPowerOfTen(point.Decoding.Scale.Apply(1)) && Quantities.Find(point.Quantity) is not null
        && site.Devices[0].StatusWords.All(word => word.Reference.Range != point.Decoding.Reference.Range);

    private static bool IsPowerOfTen(double scale) =>
        scale is >= 1 / LargestScale and <= LargestScale && Math.Abs(Math.Log10(scale) - Math.Round(Math.Log10(scale))) < 1e-9;

    /// <summary>Three values near the usual one, each of at least three digits.</summary>
    private static string[]? DisplaysOf(PointModel point, Random random)
    {
        double level = SignalCatalog.For(point).Level, scale = point.Decoding.Scale.Apply(1);
        bool isFloat = RegisterTypeText.IsFloat(point.Decoding.Reference.Type);
        double step = isFloat ? Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(level))) - 2) : scale;
        if (!double.IsFinite(step) || step > LargestScale || Math.Abs(level) / step < 130) return null;
        HashSet<string> displays = [];
        while (displays.Count < 3)
        {
            double steps = Math.Floor(level / step * (0.9 + (random.NextDouble() * 0.2)));
            // A last digit that is not 0, so that a display of all digits is not one of fewer.
            if (steps % 10 != 0) displays.Add((steps * step).ToString($"F{Math.Max(0, -(int)Math.Round(Math.Log10(step)))}", CultureInfo.InvariantCulture));
        }
        return [.. displays];
    }
}
