using Gateway.Core.Profiles;

namespace Gateway.Core.Commissioning;

/// <summary>Whether a write may be asked for at all.</summary>
internal static class WriteGuard
{
    /// <summary>The first register of a write that must never be written.</summary>
    /// <param name="forbidden">What profiles mark, with the profile's name.</param>
    public static (RegisterRange Range, string Profile)? Refusal(RegisterRange wanted, IEnumerable<(RegisterRange Range, string Profile)> forbidden)
    {
        foreach (var (range, profile) in forbidden)
            if (range.Table == wanted.Table && wanted.Address < range.End && range.Address < wanted.End) return (range, profile);
        return null;
    }
}
