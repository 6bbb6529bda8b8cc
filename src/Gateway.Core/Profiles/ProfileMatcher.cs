using System.Globalization;
using Gateway.Core.Acquisition.Decoding;
using Gateway.Core.Site;

namespace Gateway.Core.Profiles;

/// <summary>Finds the profiles that fit a device, by the identity checks that profiles have. Decides; how registers are read is the caller's.</summary>
public static class ProfileMatcher
{
    /// <summary>What a device has to be asked so that all profiles can be judged: each range once, short ones together where a check names them
    /// together.</summary>
    public static IReadOnlyList<RegisterRange> Questions(IEnumerable<ProfileModel> profiles) =>
        [.. FormsOf(profiles).SelectMany(form => form.Identity.Select(check => RangeOf(form, check))).Distinct().OrderBy(range => range.Table)
            .ThenBy(range => range.Address)];

    /// <summary>Judges every profile that has identity checks.</summary>
    /// <param name="answers">What was read: bytes as they came. A range that the device refused is not in it.</param>
    /// <returns>Those of which at least one check agrees, the best first; a longer proof before a shorter one.</returns>
    public static IReadOnlyList<ProfileMatch> Judge(IEnumerable<ProfileModel> profiles, IReadOnlyDictionary<RegisterRange, ReadOnlyMemory<byte>> answers) =>
    [
        .. FormsOf(profiles).Select(form => Judge(form, answers)).Where(match => match.Agreed > 0)
            .OrderByDescending(match => match.Fits).ThenByDescending(match => match.Agreed).ThenBy(match => match.Name, StringComparer.Ordinal),
    ];

    private static ProfileMatch Judge(ProfileModel form, IReadOnlyDictionary<RegisterRange, ReadOnlyMemory<byte>> answers)
    {
        int agreed = 0;
        string? against = null;
        foreach (var check in form.Identity)
        {
            double? found = answers.TryGetValue(RangeOf(form, check), out var bytes) ? Number(form, check, bytes) : null;
            if (found == check.Expected) agreed++;
            else
                against ??= string.Create(
                    CultureInfo.InvariantCulture,
                    $"{check.Reference.Range}: expected {check.Expected}, found {found?.ToString(CultureInfo.InvariantCulture) ?? "nothing"}");
        }
        return new ProfileMatch(form, agreed, form.Identity.Count, against);
    }

    /// <summary>All that can be told apart: variants, and each byte order where the source leaves it open.</summary>
    private static IEnumerable<ProfileModel> FormsOf(IEnumerable<ProfileModel> profiles) =>
        profiles.SelectMany(profile => profile.Forms).Where(form => form.Identity.Count > 0);

    private static RegisterRange RangeOf(ProfileModel form, IdentityCheck check) =>
        check.Reference.Range.IsBits || form.ReadAllRegistersAs is not { } table ? check.Reference.Range : check.Reference.Range with { Table = table };

    private static double? Number(ProfileModel form, IdentityCheck check, ReadOnlyMemory<byte> bytes)
    {
        var range = RangeOf(form, check);
        if (bytes.Length != RegisterImage.ByteLength(range)) return null;
        var device = DeviceBuilder.Alone(form);
        var image = RegisterImage.Of(device, [(range, bytes)], 0);
        var reader = new RegisterReader(device, check.Reference, image);
        return reader.TryNumber(reader.Bits(image.Bytes), out double significand, out int decimals) ? significand / ShortestDecimal.PowerOfTen(decimals) : null;
    }
}
